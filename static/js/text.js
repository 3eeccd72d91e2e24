/**
 * Every sentence that JavaScript writes; what stands still is in the templates. Each in `say("...")`, or `sayCount` where
 * a number decides: then locales/ has it in the other languages, and `python -m scripts.translations` finds what is new.
 */
import { Problem } from "./api.js";
import {
  formatActivation,
  formatCost,
  formatCount,
  formatList,
  formatPercent,
  formatPlain,
  formatScore,
  formatShare,
  formatValue,
} from "./format.js";
import { language, repeat, say, sayCount } from "./language.js";

/** @import { Entry, Theme } from "./types.js" */
/** @import { FieldError, FrameSnapshot, Words } from "./wire.js" */

/**
 * A text of the catalog in the page's language.
 * @param {Words} translated
 */
export function inPageLanguage(translated) {
  return language === "zh-CN" ? translated["zh-CN"] : translated.en;
}

/** What the server says, as a sentence. @param {string} detail */
export function sentence(detail) {
  const said = repeat(detail);
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** @param {FieldError} error */
export function refusal({ value, rule }) {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return shown === undefined ? repeat(rule) : say("{value}: {rule}", { value: shown, rule: repeat(rule) });
}

/** @param {string} typed @param {boolean} whole @param {number} low @param {number} high */
export function outOfRange(typed, whole, low, high) {
  const values = { typed: typed || say("Empty"), low: formatPlain(low), high: formatPlain(high) };
  return whole
    ? say("{typed}: must be a whole number from {low} to {high}", values)
    : say("{typed}: must be a number from {low} to {high}", values);
}

/** @param {string} label */
export const less = (label) => say("{label}: one less", { label });
/** @param {string} label */
export const more = (label) => say("{label}: one more", { label });
/** @param {string} label */
export const sliderOf = (label) => say("{label}, slider", { label });

/** @param {number} count */
export const furtherChoices = (count) => say("{count} more \u203a", { count });
export const fewer = say("Fewer");
export const startsAgain = say("Starts again from iteration 0.");
export const actsAtOnce = say("Acts on the run as it is.");
/** What an empty entry means. @param {string} path */
export const noneWord = (path) => (path === "training.batch_size" ? say("full") : say("never"));
/** The common batch sizes. @type {Record<string, string>} */
export const batchNames = { full: say("all"), mini: say("mini-batch"), one: say("one") };
export const batchSizes = say("Examples in a batch");
/** The headings under "Advanced", by the first word of a path. @type {Record<string, string>} */
export const groups = { data: say("Data"), network: say("Weights"), training: say("Training") };
/** @param {string | null} optimizer @param {number | null} batch @param {number} l1 @param {number} l2 */
export function trainingSummary(optimizer, batch, l1, l2) {
  const penalties = [l1 && `L1 ${formatPlain(l1)}`, l2 && `L2 ${formatPlain(l2)}`].filter(Boolean);
  return [
    optimizer,
    batch === null ? say("full batch") : say("batch {count}", { count: formatCount(batch) }),
    penalties.join(" + ") || say("no penalty"),
  ]
    .filter(Boolean)
    .join(" \u2022 ");
}

/** @param {string} source @param {number} samples @param {number} testShare */
export function dataSummary(source, samples, testShare) {
  const values = { source, count: formatCount(samples), share: formatShare(testShare) };
  return testShare
    ? say("{source}, {count} points, {share} test", values)
    : say("{source}, {count} points", values);
}
/** @param {number} count */
export const parameterCount = (count) =>
  sayCount("{count} parameter", "{count} parameters", count, { count: formatCount(count) });
/** @param {number} width @param {string} activation */
export const networkValue = (width, activation) => `${width} ${activation}`;
/** @param {string} scheme @param {number | null | undefined} scale */
export const initValue = (scheme, scale) =>
  scale == null ? scheme : `${scheme} \u00d7 ${formatPlain(scale)}`;
/** @param {number} rate */
export const rateValue = (rate) => `\u03b1 ${formatPlain(rate)}`;
/** @param {string} section @param {string} value */
export const openSection = (section, value) => say("{section}: {value}. Change", { section, value });

/** @param {number} unit */
export const unitName = (unit) => say("Unit {number}", { number: unit + 1 });
/** What a number of the diagram is. @param {Entry} entry @param {number} outputs */
export function entryName({ name, row, column }, outputs) {
  const values = {
    unit: (name === "W2" ? column : row) + 1,
    output: row + 1,
    input: `x${subscript(column + 1)}`,
  };
  if (name === "W1") return say("weight of {input} to unit {unit}", values);
  if (name === "b1") return say("bias of unit {unit}", values);
  const several = outputs > 1;
  if (name === "W2")
    return several
      ? say("weight of unit {unit} to output {output}", values)
      : say("weight of unit {unit} to the output", values);
  return several ? say("bias of output {output}", values) : say("bias of the output", values);
}
/** @param {number} digit */
const subscript = (digit) => String.fromCharCode(0x2080 + digit);
/** @param {string} typed */
export const noNumber = (typed) => say("{typed}: must be a number", { typed: typed || say("Empty") });
/** @param {string} least @param {string} greatest */
export const rangeOf = (least, greatest) =>
  least === greatest ? least : say("{least} to {greatest}", { least, greatest });
/** @param {number} unit */
export const unitLine = (unit) => say("unit {number}", { number: unit + 1 });

/** @param {FrameSnapshot} snapshot @param {{ low: number, high: number }} surface @param {number} pieces */
export const surfaceSummary = (snapshot, { low, high }, pieces) =>
  snapshot.train_accuracy === null
    ? say("R\u00b2 {score}, prediction from {low} to {high}.", {
        score: formatScore(snapshot.train_r2),
        low: formatValue(low),
        high: formatValue(high),
      })
    : say("Accuracy {accuracy}, {boundary}.", {
        accuracy: formatPercent(snapshot.train_accuracy),
        boundary: boundary(pieces),
      });
/** @param {number} pieces */
const boundary = (pieces) =>
  pieces === 0
    ? say("no boundary in view")
    : sayCount("boundary in {pieces} piece", "boundary in {pieces} pieces", pieces, { pieces });

/** @param {FrameSnapshot} snapshot */
export function progress({ iteration, train_cost, train_accuracy, train_r2 }) {
  const values = { iteration: formatCount(iteration), cost: formatCost(train_cost) };
  return train_accuracy === null
    ? say("Iteration {iteration}, cost {cost}, R\u00b2 {score}", { ...values, score: formatScore(train_r2) })
    : say("Iteration {iteration}, cost {cost}, accuracy {accuracy}", {
        ...values,
        accuracy: formatPercent(train_accuracy),
      });
}
/** @param {number} first @param {number} last @param {number} from @param {number} to */
export const costSummary = (first, last, from, to) =>
  say("Cost from {from} at iteration {first} to {to} at iteration {last}.", {
    from: formatCost(from),
    first: formatCount(first),
    to: formatCost(to),
    last: formatCount(last),
  });
export const iterationAxis = say("iteration");
export const train = say("train");
export const test = say("test");

export const play = say("Play");
export const pause = say("Pause");

/** @param {string | null} full why the server takes no connection, in its words */
export const reconnecting = (full) =>
  full
    ? say("Too many connections ({why}). Trying again.", { why: repeat(full) })
    : say("Reconnecting. What you choose is kept.");
export const actsLater = say("Takes effect once reconnected.");
export const notWhileAway = say("Not while reconnecting.");
export const watching = say("Watching");
export const watchingWhy = say("Another page drives this run. Take over to change it.");
export const notDriving = say("Another page drives this run: it was not changed.");
export const takenOver = say("Another page has taken over. This one watches.");
export const notKept = say("Done, but the server could not save it: after a restart it may be undone.");
/** @type {Record<string, string>} */
const commandNames = {
  advance: say("iterations"),
  reset: say("reset"),
  seek: say("jump"),
  edit: say("edit"),
  update: say("change"),
};
/** @param {string[]} kinds of commands */
export function unconfirmed(kinds) {
  const names = formatList([...new Set(kinds.map((kind) => commandNames[kind] ?? kind))]);
  return say("The connection broke before the server confirmed: {names}. Look whether it was done.", {
    names,
  });
}
/** What went wrong with a call. @param {unknown} error */
export function failure(error) {
  if (!(error instanceof Problem)) return unreachable;
  if (error.status === 503)
    return say("The server cannot do this now: {why}", { why: repeat(error.message) });
  if (error.status === 429)
    return say("The server was asked too often: {why}", { why: repeat(error.message) });
  return sentence(error.message);
}
export const unknownRun = say("There is no run at this address. This one is yours.");
export const runWasGone = say("The server no longer had this run. A new one started from the same choices.");
export const unreachable = say("The server does not answer.");
export const panelMissing = say("The panel could not be loaded.");
export const chartMissing = say("The chart could not be loaded.");
/** @param {string | null} reason the server's @param {number} iteration */
export const diverged = (reason, iteration) =>
  say("{reason} A smaller learning rate usually helps.", {
    reason: reason
      ? repeat(reason)
      : say("The cost left the finite range at iteration {iteration}.", {
          iteration: formatCount(iteration),
        }),
  });
/** Why a run has ended. @param {string | null} reason the server's */
export const ended = (reason) => (reason ? repeat(reason) : "");

/** @type {Record<Theme, string>} */
const themeNames = { light: say("light"), dark: say("dark"), system: say("as the system") };
/** @param {Theme} theme @param {Theme} next */
export const themeLabel = (theme, next) =>
  say("Theme: {theme}. Change to {next} (T)", { theme: themeNames[theme], next: themeNames[next] });

/** @param {string[]} place */
export const pointAt = (place) => (place.length === 1 ? `x = ${place[0]}` : `x = (${place.join(", ")})`);
/** @param {string} name @param {string} probability */
export const probabilityOf = (name, probability) => `P(${className(name)}) = ${probability}`;
/** @param {string} value */
export const predictionOf = (value) => say("prediction {value}", { value });
/** A class that has only a number is called by it. @param {string} name */
export const className = (name) => (/^\d+$/.test(name) ? say("class {name}", { name }) : name);
export const prediction = say("prediction");
export const probability = say("probability");
/** @param {string | null} place @param {string | null} predicted @param {number[]} activations */
export const spokenPlace = (place, predicted, activations) =>
  say("{place}: {prediction}. {units}.", {
    place: place ?? "",
    prediction: predicted ?? "",
    units: formatList(activations.map((a, unit) => `${unitName(unit)} ${formatActivation(a)}`)),
  });
export const flatCurve = say("One feature: the prediction is a curve.");
export const noWebGl = say("This browser draws nothing in three dimensions: it has no WebGL.");
export const boundaryName = say("boundary");
export const target = say("target");
/** What the scale from 0 to 1 stands for. @param {string} output */
export const scaleName = (output) => (output === "sigmoid" ? say("P(class 1)") : prediction);
/** What the output unit is called in the diagram. @param {string} output */
export const outputSymbol = (output) => (output === "sigmoid" ? "\u03c3" : "\u0177");
export const accuracy = say("Accuracy");
export const r2 = "R\u00b2";
export const accuracyCurve = say("accuracy");
/** @param {string} name of a class */
export const trueClass = (name) => say("true: {name}", { name: className(name) });
/** @param {string} name of a class */
export const predictedClass = (name) => say("predicted: {name}", { name: className(name) });

export const sections = {
  data: say("Data"),
  network: say("Network"),
  init: say("Init scheme"),
  training: say("Learning rate"),
};

/** @param {number} iteration @param {number} reached */
export const placeOf = (iteration, reached) =>
  say("Iteration {iteration} of {reached}", {
    iteration: formatCount(iteration),
    reached: formatCount(reached),
  });
export const start = say("start");
/** @param {number} iteration */
export const stopsAt = (iteration) => say("stops at {iteration}", { iteration: formatCount(iteration) });
export const divergedMark = say("diverged");
/** A choice that was changed by hand. @param {string} name @param {unknown} before @param {unknown} after */
export const changed = (name, before, after) => `${name} ${valueText(before)} \u2192 ${valueText(after)}`;
/** A parameter that was changed by hand. @param {string} name */
export const edited = (name) => say("{name} by hand", { name });
/** @param {number} count */
export const severalChanges = (count) => sayCount("{count} change", "{count} changes", count, { count });
/** @param {string} mark @param {number} iteration */
export const goTo = (mark, iteration) =>
  say("{mark}: go to iteration {iteration}", { mark, iteration: formatCount(iteration) });
const none = say("none");
const on = say("on");
const off = say("off");
/** A value of a choice, as short as it can be. @param {unknown} value */
export function valueText(value) {
  if (typeof value === "number") return formatPlain(value);
  if (value === null || value === undefined) return none;
  return value === true ? on : value === false ? off : String(value);
}
/** @param {number} iterations */
export const epochOf = (iterations) =>
  sayCount("1 epoch ({count} iteration)", "1 epoch ({count} iterations)", iterations, {
    count: formatCount(iterations),
  });

export const all = say("All");
export const changesAll = say("A change acts on all networks. Shown are the choices of A.");
/** @param {string} letter */
export const changesOne = (letter) => say("A change acts on {letter} alone; data are shared.", { letter });
/** @type {Record<string, string>} */
export const presets = {
  activations: say("All activations"),
  schemes: say("All init schemes"),
  widths: say("Widths"),
  scales: say("Init scales"),
};
/** Stands where there is no value. */
export const nothing = "\u2013";
export const byHand = say("given");
/** @param {number} count */
export const units = (count) =>
  sayCount("{count} unit", "{count} units", count, { count: formatCount(count) });
/** @param {string} factor */
export const times = (factor) => `\u00d7 ${factor}`;
/** @param {number} count */
export const moreUnits = (count) => `+${formatCount(count)}`;
/** @param {string} letter @param {string} title */
export const networkNamed = (letter, title) => say("Network {letter}: {title}", { letter, title });
/** @param {string} letter */
export const pickNetwork = (letter) => say("Change network {letter}", { letter });
/** @param {string} iteration */
export const standsAt = (iteration) => say("at {iteration}", { iteration });
export const cost = say("Cost");
/** @param {string} part train or test */
export const costOf = (part) => say("Cost, {part}", { part });
/** @param {string} score @param {string} part */
export const scoreOf = (score, part) => say("{score}, {part}", { score, part });
export const divergedTitle = say("Diverged.");
export const frozenTitle = say("Frozen.");
export const frozenReason = say("W1 and W2 get zero gradient.");
export const calmRemedy = say("Learning rate \u00f7 10");
export const thawRemedy = say("Small normal instead");
export const inactiveName = say("Saturated or dead");
export const distinctRowsName = say("Distinct rows of W1");
/** @param {number} count @param {number} of */
export const ofAll = (count, of) =>
  say("{count} of {all}", { count: formatCount(count), all: formatCount(of) });
/** @param {string} choices */
export const sameForAll = (choices) => (choices ? say("Same for all: {choices}", { choices }) : "");
/** @param {string} letter @param {number | null | undefined} value @param {boolean} over whether it goes on no more */
export const networkCost = (letter, value, over) =>
  over
    ? say("{letter} {cost} (ended)", { letter, cost: formatCost(value) })
    : `${letter} ${formatCost(value)}`;
/** @param {string[]} costs */
export const compareSummary = (costs) => say("Cost: {costs}.", { costs: formatList(costs) });
/** @param {number} iteration @param {string[]} costs */
export const progressOfAll = (iteration, costs) =>
  say("Iteration {iteration}, cost {cost}", { iteration: formatCount(iteration), cost: formatList(costs) });
/** @param {string[]} letters @param {string} what */
export const inNetworks = (letters, what) =>
  say("{letters}: {change}", { letters: letters.join(", "), change: what });
/** A name in the middle of a sentence; L1 and L2 stay as they are. @param {string} name */
export const inSentence = (name) =>
  /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
