/** A linear hidden layer and the output layer are one: W' = W2 W1, b' = W2 b1 + b2. */
import { lineWithin } from "../geometry.js";
import { unitLine } from "../inputs.js";

/** @import { Formula } from "../arithmetic.js" */
/** @import { Bounds, Frame } from "../types.js" */
/** @import { standardization } from "../inputs.js" */

/** @typedef {{ W: number[][], b: number[] }} Collapse W' (n_y, n_x) and b' (n_y) */
/** @typedef {[[number, number], [number, number]]} Segment */
/** @typedef {ReturnType<typeof standardization> | null} Standard */

/** Z2 at which the class changes, by output; core/outputs.py has the same. @type {Record<string, number>} */
const LEVELS = { sigmoid: 0, linear: 0.5, relu: 0.5 };

/** @param {NonNullable<Frame["parameters"]>} parameters @returns {Collapse} */
export function collapsed({ W1, b1, W2, b2 }) {
  const [n_h, n_x] = W1.shape;
  const outputs = Array.from({ length: W2.shape[0] }, (_, k) => k);
  /** @param {number} row @param {(unit: number) => number} of */
  const product = (row, of) => {
    let sum = 0;
    for (let unit = 0; unit < n_h; unit++) sum += W2.values[row * n_h + unit] * of(unit);
    return sum;
  };
  return {
    W: outputs.map((row) =>
      Array.from({ length: n_x }, (_, k) => product(row, (unit) => W1.values[unit * n_x + k])),
    ),
    b: outputs.map((row) => product(row, (unit) => b1.values[unit]) + b2.values[row]),
  };
}

/**
 * The largest |Z2 - (W' x + b')| over the examples and outputs.
 * @param {NonNullable<Frame["parameters"]>} parameters
 * @param {Collapse} collapse
 * @param {ArrayLike<number>[]} inputs what the network is given, a row a feature
 * @param {Formula} g
 */
export function largestDifference({ W1, b1, W2, b2 }, { W, b }, inputs, g) {
  const [n_h, n_x] = W1.shape;
  const A1 = new Float64Array(n_h);
  let most = 0;
  for (let k = 0; k < inputs[0].length; k++) {
    for (let unit = 0; unit < n_h; unit++) {
      let z = b1.values[unit];
      for (let j = 0; j < n_x; j++) z += W1.values[unit * n_x + j] * inputs[j][k];
      A1[unit] = g(z);
    }
    for (let row = 0; row < b.length; row++) {
      let difference = b2.values[row] - b[row];
      for (let unit = 0; unit < n_h; unit++) difference += W2.values[row * n_h + unit] * A1[unit];
      for (let j = 0; j < n_x; j++) difference -= W[row][j] * inputs[j][k];
      if (!(Math.abs(difference) <= most)) most = Math.abs(difference); // NaN counts
    }
  }
  return most;
}

/**
 * What the one layer draws in the plane: where it changes class, or the line that it predicts from one feature.
 * @param {Collapse} collapse
 * @param {{ output: string, classes: boolean }} kind
 * @param {Standard} standard
 * @param {Bounds} bounds
 * @returns {Segment[]}
 */
export function linesOf({ W, b }, { output, classes }, standard, bounds) {
  const planes = W.map((w, row) => unitLine(w, b[row], standard));
  if (W[0].length === 1) return predicted(planes[0], output, bounds);
  if (!classes) return [];
  if (planes.length > 1) return between(planes, bounds);
  const [w1, w2, offset] = planes[0];
  const line = lineWithin(w1, w2, offset - (LEVELS[output] ?? 0), bounds);
  return line ? [line] : [];
}

/** The prediction over one feature, which a ReLU output bends at 0. @param {[number, number, number]} plane @param {string} output @param {Bounds} bounds @returns {Segment[]} */
function predicted([w, , b], output, [left, right, bottom, top]) {
  const line = lineWithin(w, -1, b, [left, right, output === "relu" ? Math.max(0, bottom) : bottom, top]);
  if (output !== "relu" || w === 0) return line ? [line] : [];
  const zero = Math.min(right, Math.max(left, -b / w));
  /** @type {Segment} */
  const flat = w > 0 ? [[left, 0], [zero, 0]] : [[zero, 0], [right, 0]]; // biome-ignore format: two points
  return [...(line ? [line] : []), flat];
}

/**
 * Where two of several classes are equal and no third one is above them.
 * @param {[number, number, number][]} planes
 * @param {Bounds} bounds
 * @returns {Segment[]}
 */
function between(planes, bounds) {
  /** @type {Segment[]} */
  const segments = [];
  for (const [i, one] of planes.entries())
    for (const [j, other] of planes.slice(0, i).entries()) {
      const [w1, w2, b] = one.map((value, k) => value - other[k]);
      const line = lineWithin(w1, w2, b, bounds);
      const part = line && above(line, one, planes.filter((_, k) => k !== i && k !== j)); // biome-ignore format: one step
      if (part) segments.push(part);
    }
  return segments;
}

/**
 * The part of a line on which one plane is not below any of the others.
 * @param {Segment} line
 * @param {[number, number, number]} plane
 * @param {[number, number, number][]} others
 * @returns {Segment | null}
 */
function above([[x1, y1], [x2, y2]], plane, others) {
  let [from, to] = [0, 1];
  for (const other of others) {
    const [w1, w2, b] = plane.map((value, k) => value - other[k]);
    const [start, end] = [w1 * x1 + w2 * y1 + b, w1 * x2 + w2 * y2 + b];
    if (start < 0 && end < 0) return null;
    const crossing = start / (start - end);
    if (start < 0) from = Math.max(from, crossing);
    else if (end < 0) to = Math.min(to, crossing);
  }
  /** @param {number} share @returns {[number, number]} */
  const at = (share) => [x1 + share * (x2 - x1), y1 + share * (y2 - y1)];
  return from < to ? [at(from), at(to)] : null;
}
