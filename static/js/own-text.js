/** What JavaScript says of points of one's own; the rest is in text.js. */
import { formatCount, formatList, formatPlain } from "./format.js";
import { language, repeat, say, sayCount } from "./language.js";
import { sentence } from "./text.js";

/** @import { TableFault } from "./wire.js" */

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
