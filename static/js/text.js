/** Every sentence that JavaScript writes; what stands still is in the templates. */
import { formatCost, formatCount, formatPercent, formatPlain, formatSigned, formatValue } from "./format.js";

/** @import { Theme } from "./types.js" */
/** @import { FieldError, FrameSnapshot, Words } from "./wire.js" */

/**
 * A text of the catalog in the page's language.
 * @param {Words} translated
 */
export function inPageLanguage(translated) {
  return document.documentElement.lang === "zh-CN" ? translated["zh-CN"] : translated.en;
}

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

/** @param {string} source @param {number} samples */
export const dataSummary = (source, samples) => `${source}, ${formatCount(samples)} points`;
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
/** @param {number} unit @param {number[]} w @param {number} b @param {number} out */
export const unitDescription = (unit, w, b, out) =>
  `Hidden unit ${unit + 1}: w = (${w.map(formatValue).join(", ")}), b = ${formatValue(b)}, output weight ${formatSigned(out)}`;
/** @param {number} unit */
export const unitLine = (unit) => `unit ${unit + 1}`;

/** @param {FrameSnapshot} snapshot @param {number} pieces */
export const surfaceSummary = (snapshot, pieces) =>
  `Accuracy ${formatPercent(snapshot.train_accuracy)}, ${boundary(pieces)}.`;
/** @param {number} pieces */
const boundary = (pieces) =>
  pieces === 0
    ? "no boundary in view"
    : pieces === 1
      ? "boundary in 1 piece"
      : `boundary in ${pieces} pieces`;

/** @param {FrameSnapshot} snapshot */
export const progress = (snapshot) =>
  `Iteration ${snapshot.iteration}, cost ${formatCost(snapshot.train_cost)}, accuracy ${formatPercent(snapshot.train_accuracy)}`;
/** @param {number} first @param {number} last @param {number} from @param {number} to */
export const costSummary = (first, last, from, to) =>
  `Cost from ${formatCost(from)} at iteration ${first} to ${formatCost(to)} at iteration ${last}.`;
export const iterationAxis = "iteration";
export const train = "train";
export const test = "test";

export const play = "Play";
export const pause = "Pause";

export const reconnecting = "Reconnecting";
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

/** @param {string} weight */
export const outputWeight = (weight) => `Output weight ${weight}`;
/** @param {string} x1 @param {string} x2 */
export const pointAt = (x1, x2) => `x = (${x1}, ${x2})`;
/** @param {string} probability */
export const probabilityOf = (probability) => `P(class 1) = ${probability}`;

export const sections = { data: "Data", network: "Network", init: "Init scheme", training: "Learning rate" };
