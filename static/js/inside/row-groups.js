/** Which rows of W1 are equal: units of one group learn the same. The rule is that of core/views.py. */

/** @import { Tensor } from "../types.js" */

/** Rows are equal when no entry differs by more than this; rounding alone stays far below it. */
export const TOLERANCE = 1e-6;
const LETTERS = 26;

/**
 * @typedef {object} RowGroups
 * @property {number[]} group of each unit, counted from 0
 * @property {number[][]} units of each group
 */

/** A frame is asked about by several views. @type {WeakMap<ArrayLike<number>, RowGroups>} */
const known = new WeakMap();

/**
 * A row joins the first group whose first row it is equal to.
 * @param {Tensor<ArrayLike<number>>} W1
 * @returns {RowGroups}
 */
export function rowGroups({ shape: [n_h, n_x], values }) {
  const found = known.get(values);
  if (found) return found;
  /** @type {number[][]} */
  const units = [];
  const group = Array.from({ length: n_h }, (_, unit) => {
    const equal = units.findIndex(([first]) => alike(values, first * n_x, unit * n_x, n_x));
    if (equal < 0) units.push([unit]);
    else units[equal].push(unit);
    return equal < 0 ? units.length - 1 : equal;
  });
  const groups = { group, units };
  known.set(values, groups);
  return groups;
}

/** What is not finite counts as the server counts it: NaN as 0. @param {number} value */
const counted = (value) => (Number.isNaN(value) ? 0 : Math.max(-1e15, Math.min(1e15, value)));

/** @param {ArrayLike<number>} values @param {number} one @param {number} other @param {number} n_x */
function alike(values, one, other, n_x) {
  for (let k = 0; k < n_x; k++)
    if (Math.abs(counted(values[one + k]) - counted(values[other + k])) > TOLERANCE) return false;
  return true;
}

/**
 * Letters for the groups of more than one unit: A, B ... Z, A2, B2 ...; null for a unit that is alone.
 * @param {RowGroups} groups
 * @returns {(string | null)[]} for each group
 */
export function lettersOf({ units }) {
  let next = 0;
  return units.map((members) => {
    if (members.length < 2) return null;
    const letter = String.fromCharCode(65 + (next % LETTERS));
    const round = Math.floor(next / LETTERS) + 1;
    next += 1;
    return round === 1 ? letter : `${letter}${round}`;
  });
}

/** Units in few words: 1–4, 7. @param {number[]} units in order, counted from 0 */
export function rangesOf(units) {
  /** @type {[number, number][]} */
  const ranges = [];
  for (const unit of units) {
    const last = ranges.at(-1);
    if (last && last[1] === unit - 1) last[1] = unit;
    else ranges.push([unit, unit]);
  }
  return ranges
    .map(([from, to]) => {
      if (from === to) return String(from + 1);
      return to === from + 1 ? `${from + 1}, ${to + 1}` : `${from + 1}\u2013${to + 1}`;
    })
    .join(", ");
}
