/** Sentences of the symmetry meter and of the linear collapse; static/js/text.js says how they are found. */
import { formatCount, formatPlain, formatValue } from "../format.js";
import { say, sayCount } from "../language.js";
import { TOLERANCE } from "./row-groups.js";

export const symmetry = say("Symmetry");
export const collapse = say("Linear collapse");
export const which = say("Symmetry or linear collapse");

/** @param {number} rows @param {number} units */
export const distinct = (rows, units) =>
  say("{rows} of {units} distinct", { rows: formatCount(rows), units: formatCount(units) });
export const rule = say(
  "Rows of W1 count as equal where no entry differs by more than {tolerance}: units that are equal in b1 and W2 too are one unit.",
  { tolerance: formatPlain(TOLERANCE) },
);
export const noneEqual = say("No two units are alike.");
/** @param {string} letter @param {string} units */
export const groupOf = (letter, units) => say("Group {letter}: units {units}", { letter, units });
/** @param {number} count */
export const moreGroups = (count) =>
  sayCount("{count} more group", "{count} more groups", count, { count: formatCount(count) });
/** @param {number | null} change */
export const moved = (change) =>
  change === null
    ? ""
    : change === 0
      ? say("W1 has not moved so far.")
      : say("W1 has moved by up to {change}.", { change: formatValue(change) });
export const history = say("Distinct rows of W1 by iteration");
/** @param {string} rows @param {string} groups @param {string} change */
export const symmetrySummary = (rows, groups, change) => `${rows}. ${groups} ${change}`.trim();

/** Three starts: what they do to symmetry. @type {{ scheme: string, label: string, about: string }[]} */
export const starts = [
  {
    scheme: "zeros",
    label: say("Zeros"),
    about: say("Freezes on balanced data: every gradient is 0. Elsewhere rows stay alike."),
  },
  {
    scheme: "constant",
    label: say("Constant"),
    about: say(
      "Moves, yet stays one unit: in exact arithmetic. Rounding may part units at widths off multiples of 4.",
    ),
  },
  {
    scheme: "small_normal",
    label: say("Tiny random"),
    about: say("Breaks the tie: each unit goes its own way."),
  },
];

export const largest = say("largest difference |Z2 \u2212 (W\u2032X + b\u2032)|");
export const drawLine = say("Draw W\u2032x + b\u2032 on the plot");
export const noLine = say("Real targets over two features: a plane, which has no boundary to draw.");
export const isLine = say("With linear units the whole network is this one layer, however wide it is.");
/** @param {string} activation */
export const actsLinear = (activation) =>
  say("Just now {activation} acts on these examples as if it were linear: one layer does the same.", {
    activation,
  });
/** @param {string} activation */
export const isNoLine = (activation) =>
  say("With {activation} the network is more than one layer: W\u2032X + b\u2032 misses Z2 by so much.", {
    activation,
  });
export const tryTanh = say("What happens with tanh");
export const backToLinear = say("Linear units");
export const startsAgain = say("Starts again: train it, and look at the difference.");
/** @param {number} difference */
export const collapseSummary = (difference) =>
  say("Largest difference between the network and one layer: {difference}.", {
    difference: formatValue(difference),
  });

/** Four decimals, or what is there of a small number. @param {number} value */
export function formatEntry(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e4 || !Number.isFinite(size))) return formatValue(value);
  return value.toFixed(4).replace("-", "\u2212");
}
