/** Sentences of the panel that shows the hidden space. */
import { formatCount, formatList, formatPercent } from "../format.js";
import { say } from "../language.js";

/** @param {number} digit */
const subscript = (digit) => String(digit).replace(/\d/g, (d) => String.fromCharCode(0x2080 + Number(d)));
/** @param {number} unit from 0 */
export const unitAxis = (unit) => `a${subscript(unit + 1)}`;
/** @param {number} axis from 0 */
export const componentAxis = (axis) => say("PC {number}", { number: axis + 1 });
/** @param {number} axis from 0 @param {number} share */
export const componentShare = (axis, share) =>
  say("{axis} {share}", { axis: componentAxis(axis), share: formatPercent(share) });
/** @param {string[]} shares */
export const explained = (shares) => say("Of the variance: {shares}", { shares: formatList(shares) });

export const dimensions = say("Dimensions");
export const flat = say("2-D");
export const solid = say("3-D");
export const axes = say("Axes");
export const components = say("components");
export const units = say("units");
/** @param {number} k from 0 */
export const axisNumber = (k) => say("Axis {number}", { number: k + 1 });
export const grid = say("input grid");
export const outputLine = say("output unit");
export const wrong = say("wrong");
export const picture = say("Hidden space");
export const turnable = say("Hidden space: arrow keys turn it");

/** @param {number} accuracy */
export const oneLine = (accuracy) =>
  say("One line here gets {accuracy} of the examples right.", { accuracy: formatPercent(accuracy) });
/** @param {number} accuracy */
export const onePlane = (accuracy) =>
  say("One plane here gets {accuracy} of the examples right.", { accuracy: formatPercent(accuracy) });
/** @param {number} accuracy */
export const onePoint = (accuracy) =>
  say("One threshold here gets {accuracy} of the examples right.", { accuracy: formatPercent(accuracy) });
/** @param {number} accuracy */
export const straightCuts = (accuracy) =>
  say("Straight cuts here get {accuracy} of the examples right.", { accuracy: formatPercent(accuracy) });
/** @param {number} share @param {number} accuracy @param {number} units */
export const shadow = (share, accuracy, units) =>
  say("In this picture {share} are right, in all {units} dimensions {accuracy}.", {
    share: formatPercent(share),
    units: formatCount(units),
    accuracy: formatPercent(accuracy),
  });
export const others = say("Units that are no axis stand at their mean.");
export const real = say("The output is linear here: straight bands of colour.");
export const rectified = say(
  "z of the output is linear here: straight bands; max(0, z) is flat on one side.",
);
/** @param {number} examples @param {string[]} axes @param {string} said */
export const summary = (examples, axes, said) =>
  say("{examples} examples along {axes}. {said}", {
    examples: formatCount(examples),
    axes: formatList(axes),
    said,
  });
