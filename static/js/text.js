/**
 * Every sentence that JavaScript writes; what stands still is in the templates. Each in `say("...")`, or `sayCount` where
 * a number decides: then locales/ has it in the other languages, and `python -m scripts.translations` finds what is new.
 */
import { Problem } from "./api.js";
import {
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

/** @import { Theme } from "./types.js" */
/** @import { FieldError, FrameSnapshot, TableFault, Words } from "./wire.js" */

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
export const boundaryName = say("boundary");
export const target = say("target");
/** What the scale from 0 to 1 stands for. @param {string} output */
export const scaleName = (output) => (output === "sigmoid" ? say("P(class 1)") : prediction);
/** What the output unit is called in the diagram. @param {string} output */
export const outputSymbol = (output) => (output === "sigmoid" ? "\u03c3" : "\u0177");
export const accuracy = say("Accuracy");
export const r2 = "R\u00b2";

export const sections = {
  data: say("Data"),
  network: say("Network"),
  init: say("Init scheme"),
  training: say("Learning rate"),
};

export const drawHints = {
  empty: say("Click to add points"),
  oneClass: say("Add points of a second class"),
  oneTarget: say("Add a second point"),
};
/** What the play button says while there is nothing to learn from. */
export const pointsFirst = say("Add points first: two classes, or two numbers.");
export const eraser = say("Eraser");
export const targetTool = say("Points with this number");
export const targetEntry = say("Number of new points");
/** @param {string} name @param {string[]} place @param {number} count */
export const pointAdded = (name, place, count) =>
  say("{name} at {place}. {points}.", { name, place: place.join(", "), points: pointCount(count) });
/** @param {number} erased @param {number} count */
export const pointsErased = (erased, count) =>
  say("{erased} erased. {left} left.", { erased: pointCount(erased), left: pointCount(count) });
/** @param {number} most */
export const mostPoints = (most) => say("{points} are the most.", { points: pointCount(most) });
/** @param {number} count */
export const pointCount = (count) =>
  sayCount("1 point", "{count} points", count, { count: formatCount(count) });
export const oneFeature = say("Points with one feature cannot be drawn.");
/** @param {number} most */
export const tooManyClasses = (most) => say("There are more than {most} different numbers.", { most });
export const ownData = say("Own data");
export const yours = say("Yours");

/** @param {TableFault} fault */
export function tableFault({ row, column, value, rule }) {
  const what = value ? say("\u201c{value}\u201d {rule}", { value, rule: repeat(rule) }) : sentence(rule);
  if (row && column) return say("Line {row}, column {column}: {what}.", { row, column, what });
  if (row) return say("Line {row}: {what}.", { row, what });
  return column ? say("Column {column}: {what}.", { column, what }) : say("{what}.", { what });
}
/** @param {number} rows @param {{ name: string, count: number }[]} classes */
export const tableOfClasses = (rows, classes) =>
  say("{points}, {count} classes: {classes}", {
    points: pointCount(rows),
    count: classes.length,
    classes: formatList(classes.map(({ name, count }) => `${name} (${formatCount(count)})`)),
  });
/** @param {number} rows @param {number} low @param {number} high */
export const tableOfTargets = (rows, low, high) =>
  say("{points}, numbers from {low} to {high}", {
    points: pointCount(rows),
    low: formatPlain(low),
    high: formatPlain(high),
  });
/** @param {number} rows */
export const furtherRows = (rows) =>
  sayCount("1 more row", "{count} more rows", rows, { count: formatCount(rows) });
/** The columns of a table without a header. @type {Record<"classes" | "targets", string[]>} */
export const tableColumns = { classes: ["x1", "x2", say("label")], targets: ["x1", "x2", "y"] };
export const fileTooLarge = say("This file is larger than the server takes.");
/** How a spreadsheet on an older system writes, where the page's language is spoken. */
export const oldEncoding = () => (language === "zh-CN" ? "gb18030" : "windows-1252");
