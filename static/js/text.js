/** Every sentence that JavaScript writes; what stands still is in the templates. */
import { Problem } from "./api.js";
import { formatCost, formatCount, formatPercent, formatPlain, formatScore, formatValue } from "./format.js";

/** @import { Theme } from "./types.js" */
/** @import { FieldError, FrameSnapshot, Words } from "./wire.js" */

/**
 * A text of the catalog in the page's language.
 * @param {Words} translated
 */
export function inPageLanguage(translated) {
  return document.documentElement.lang === "zh-CN" ? translated["zh-CN"] : translated.en;
}

/** What the server says, as a sentence. @param {string} detail */
export const sentence = (detail) => detail.charAt(0).toUpperCase() + detail.slice(1);

/** @param {FieldError} error */
export function refusal({ value, rule }) {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return shown === undefined ? rule : `${shown}: ${rule}`;
}

/** @param {string} typed @param {boolean} whole @param {number} low @param {number} high */
export function outOfRange(typed, whole, low, high) {
  const kind = whole ? "a whole number" : "a number";
  return `${typed || "Empty"}: must be ${kind} from ${formatPlain(low)} to ${formatPlain(high)}`;
}

/** @param {string} label */
export const less = (label) => `${label}: one less`;
/** @param {string} label */
export const more = (label) => `${label}: one more`;
/** @param {string} label */
export const sliderOf = (label) => `${label}, slider`;

/** @param {number} count */
export const furtherChoices = (count) => `${count} more \u203a`;
export const fewer = "Fewer";
/** @param {string} help */
export const startsAgain = (help) => `${help} Starts again from iteration 0.`;
/** What an empty entry means. @param {string} path */
export const noneWord = (path) => (path === "training.batch_size" ? "full" : "never");
/** The headings under "Advanced", by the first word of a path. @type {Record<string, string>} */
export const groups = { data: "Data", network: "Weights", training: "Training" };
/** @param {string | null} optimizer @param {number | null} batch @param {number} l1 @param {number} l2 */
export function trainingSummary(optimizer, batch, l1, l2) {
  const penalties = [l1 && `L1 ${formatPlain(l1)}`, l2 && `L2 ${formatPlain(l2)}`].filter(Boolean);
  return [
    optimizer,
    batch === null ? "full batch" : `batch ${formatCount(batch)}`,
    penalties.join(" + ") || "no penalty",
  ]
    .filter(Boolean)
    .join(" \u2022 ");
}

/** @param {string} source @param {number} samples @param {number} testShare */
export const dataSummary = (source, samples, testShare) =>
  `${source}, ${formatCount(samples)} points${testShare ? `, ${formatPlain(100 * testShare)}\u202f% test` : ""}`;
/** @param {number} count */
export const parameterCount = (count) => `${formatCount(count)} parameters`;
/** @param {number} width @param {string} activation */
export const networkValue = (width, activation) => `${width} ${activation}`;
/** @param {string} scheme @param {number | null | undefined} scale */
export const initValue = (scheme, scale) =>
  scale == null ? scheme : `${scheme} \u00d7 ${formatPlain(scale)}`;
/** @param {number} rate */
export const rateValue = (rate) => `\u03b1 ${formatPlain(rate)}`;
/** @param {string} section @param {string} value */
export const openSection = (section, value) => `${section}: ${value}. Change`;

/** @param {number} unit */
export const unitName = (unit) => `Unit ${unit + 1}`;
/** @param {number} unit */
export const unitLine = (unit) => `unit ${unit + 1}`;

/** @param {FrameSnapshot} snapshot @param {{ low: number, high: number }} surface @param {number} pieces */
export const surfaceSummary = (snapshot, { low, high }, pieces) =>
  snapshot.train_accuracy === null
    ? `R\u00b2 ${formatScore(snapshot.train_r2)}, prediction from ${formatValue(low)} to ${formatValue(high)}.`
    : `Accuracy ${formatPercent(snapshot.train_accuracy)}, ${boundary(pieces)}.`;
/** @param {number} pieces */
const boundary = (pieces) =>
  pieces === 0
    ? "no boundary in view"
    : pieces === 1
      ? "boundary in 1 piece"
      : `boundary in ${pieces} pieces`;

/** @param {FrameSnapshot} snapshot */
export const progress = (snapshot) =>
  `Iteration ${snapshot.iteration}, cost ${formatCost(snapshot.train_cost)}, ${
    snapshot.train_accuracy === null
      ? `R\u00b2 ${formatScore(snapshot.train_r2)}`
      : `accuracy ${formatPercent(snapshot.train_accuracy)}`
  }`;
/** @param {number} first @param {number} last @param {number} from @param {number} to */
export const costSummary = (first, last, from, to) =>
  `Cost from ${formatCost(from)} at iteration ${first} to ${formatCost(to)} at iteration ${last}.`;
export const iterationAxis = "iteration";
export const train = "train";
export const test = "test";

export const play = "Play";
export const pause = "Pause";

/** @param {string | null} full why the server takes no connection, in its words */
export const reconnecting = (full) =>
  full ? `Too many connections (${full}). Trying again.` : "Reconnecting. What you choose is kept.";
export const actsLater = "Takes effect once reconnected.";
export const notWhileAway = "Not while reconnecting.";
export const watching = "Watching";
export const watchingWhy = "Another page drives this run. Take over to change it.";
export const notDriving = "Another page drives this run: it was not changed.";
export const takenOver = "Another page has taken over. This one watches.";
export const notKept = "Done, but the server could not save it: after a restart it may be undone.";
/** @type {Record<string, string>} */
const commandNames = { advance: "iterations", reset: "reset", seek: "jump", edit: "edit", update: "change" };
/** @param {string[]} kinds of commands */
export function unconfirmed(kinds) {
  const names = [...new Set(kinds.map((kind) => commandNames[kind] ?? kind))].join(", ");
  return `The connection broke before the server confirmed: ${names}. Look whether it was done.`;
}
/** What went wrong with a call. @param {unknown} error */
export function failure(error) {
  if (!(error instanceof Problem)) return unreachable;
  if (error.status === 503) return `The server cannot do this now: ${error.message}`;
  if (error.status === 429) return `The server was asked too often: ${error.message}`;
  return sentence(error.message);
}
export const unknownRun = "There is no run at this address. This one is yours.";
export const runWasGone = "The server no longer had this run. A new one started from the same choices.";
export const unreachable = "The server does not answer.";
export const chartMissing = "The chart could not be loaded.";
/** @param {string | null} reason the server's @param {number} iteration */
export const diverged = (reason, iteration) =>
  `${reason ?? `The cost left the finite range at iteration ${formatCount(iteration)}.`} A smaller learning rate usually helps.`;

/** @type {Record<Theme, string>} */
const themeNames = { light: "light", dark: "dark", system: "as the system" };
/** @param {Theme} theme @param {Theme} next */
export const themeLabel = (theme, next) => `Theme: ${themeNames[theme]}. Change to ${themeNames[next]} (T)`;

/** @param {string[]} place */
export const pointAt = (place) => (place.length === 1 ? `x = ${place[0]}` : `x = (${place.join(", ")})`);
/** @param {string} name @param {string} probability */
export const probabilityOf = (name, probability) => `P(${className(name)}) = ${probability}`;
/** @param {string} value */
export const predictionOf = (value) => `prediction ${value}`;
/** A class that has only a number is called by it. @param {string} name */
export const className = (name) => (/^\d+$/.test(name) ? `class ${name}` : name);
export const prediction = "prediction";
export const boundaryName = "boundary";
export const target = "target";
/** What the scale from 0 to 1 stands for. @param {string} output */
export const scaleName = (output) => (output === "sigmoid" ? "P(class 1)" : prediction);
/** What the output unit is called in the diagram. @param {string} output */
export const outputSymbol = (output) => (output === "sigmoid" ? "\u03c3" : "\u0177");
export const accuracy = "Accuracy";
export const r2 = "R\u00b2";

export const sections = { data: "Data", network: "Network", init: "Init scheme", training: "Learning rate" };
