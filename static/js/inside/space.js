/** The hidden space: examples, input plane and output unit in the coordinates of A1, or of its principal components. */
import { arithmeticOf } from "../arithmetic.js";

/** @import { Bounds, State } from "../types.js" */
/** @import { Arithmetic } from "../arithmetic.js" */

/**
 * What the axes are: units by number, or principal components.
 * @typedef {{ kind: "units" | "components", axes: number[] }} Axes
 */

/**
 * @typedef {object} Space
 * @property {Axes} axes
 * @property {ArrayLike<number>[]} points for each axis, where the examples are on it
 * @property {(A1: ArrayLike<number>) => number[]} place of a hidden activation
 * @property {number[][]} normal for each output: Z2 = normal place + offset
 * @property {number[]} offset
 * @property {number} level Z2 at which the predicted class changes, for one output
 * @property {boolean} exact nothing of A1 is left out: Z2 is what the network computes
 * @property {number[] | null} explained each axis' share of the variance, for components
 * @property {Arithmetic} network
 */

/** More axes than this cannot be seen. */
export const MOST_AXES = 3;

/**
 * The axes that a wish comes to in a network of so many units.
 * @param {number} units
 * @param {{ flat: boolean, kind: Axes["kind"], chosen: number[] }} wish
 * @returns {Axes}
 */
export function axesFor(units, { flat, kind, chosen }) {
  const count = Math.min(units, flat ? 2 : MOST_AXES);
  if (units > MOST_AXES && kind === "components")
    return { kind, axes: Array.from({ length: count }, (_, k) => k) };
  /** @type {number[]} */
  const axes = [];
  const inOrder = Array.from({ length: units }, (_, unit) => unit);
  for (const unit of [...chosen.slice(0, count), ...inOrder])
    if (axes.length < count && unit < units && !axes.includes(unit)) axes.push(unit);
  return { kind: "units", axes };
}

/**
 * @param {Pick<State, "accepted" | "catalog" | "data" | "frame">} state
 * @param {Axes} axes
 * @returns {Space | null} null until everything is known
 */
export function spaceOf(state, axes) {
  const { frame, data } = state;
  const network = arithmeticOf(state, frame?.parameters ?? null);
  if (!network || !data || !frame?.hiddenSpace || !frame.parameters) return null;
  const { hiddenSpace, parameters } = frame;
  const common = { axes, level: hiddenSpace.level, network };
  const m = hiddenSpace.shape[1];
  const n_h = parameters.W1.shape[0];
  const exact = axes.axes.length === n_h;
  /** @param {number} axis */
  const sent = (axis) => hiddenSpace.values.subarray(axis * m, (axis + 1) * m);
  if (axes.kind === "components") {
    const { directions, mean } = hiddenSpace;
    const rows = axes.axes.map((axis) => directions[axis]);
    return {
      ...common,
      exact,
      points: axes.axes.map(sent),
      place: (A1) => rows.map((row) => row.reduce((sum, share, k) => sum + share * (A1[k] - mean[k]), 0)),
      normal: hiddenSpace.normal.map((row) => axes.axes.map((axis) => row[axis])),
      offset: hiddenSpace.offset,
      explained: axes.axes.map((axis) => hiddenSpace.explained[axis]),
    };
  }
  const all = hiddenSpace.kind === "activations" ? null : activations(network, data.X, n_h);
  const mean = all ? all.map(meanOf) : hiddenSpace.mean.map((_, unit) => meanOf(sent(unit)));
  const { W2, b2 } = parameters;
  const outputs = Array.from({ length: W2.shape[0] }, (_, row) => row);
  /** @param {number} row @param {number} unit */
  const weight = (row, unit) => W2.values[row * n_h + unit];
  return {
    ...common,
    exact,
    points: axes.axes.map((unit) => (all ? all[unit] : sent(unit))),
    place: (A1) => axes.axes.map((unit) => A1[unit]),
    normal: outputs.map((row) => axes.axes.map((unit) => weight(row, unit))),
    // Units that are no axis stand at their mean.
    offset: outputs.map((row) =>
      mean.reduce(
        (sum, a, unit) => (axes.axes.includes(unit) ? sum : sum + weight(row, unit) * a),
        b2.values[row],
      ),
    ),
    explained: null,
  };
}

/** A1 of all examples, a row for each unit. @param {Arithmetic} network @param {number[][]} X @param {number} n_h */
function activations(network, X, n_h) {
  const m = X[0].length;
  const rows = Array.from({ length: n_h }, () => new Float64Array(m));
  for (let k = 0; k < m; k++) {
    const A1 = network.hidden(X.map((row) => row[k]));
    for (let unit = 0; unit < n_h; unit++) rows[unit][k] = A1[unit];
  }
  return rows;
}

/** @param {ArrayLike<number>} values */
function meanOf(values) {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length;
}

/** Lines of the grid in each direction, and places on each: fewer where each place costs more. */
const GRID = { few: { lines: 21, places: 31 }, many: { lines: 11, places: 21 } };
const MANY = 32;

/**
 * A grid of the input plane, taken through the hidden layer: lines of places. Of one feature there is one line.
 * @param {Space} space
 * @param {Bounds} bounds
 * @param {{ features: number, units: number }} sizes
 * @returns {number[][][]}
 */
export function warpedGrid({ network, place }, [left, right, bottom, top], { features, units }) {
  const { lines, places } = units > MANY ? GRID.many : GRID.few;
  /** @param {number} low @param {number} high @param {number} count */
  const steps = (low, high, count) =>
    Array.from({ length: count }, (_, k) => low + (k / (count - 1)) * (high - low));
  /** @param {number[]} x */
  const warped = (x) => place(network.hidden(x));
  if (features === 1) return [steps(left, right, 4 * places).map((x) => warped([x]))];
  const across = steps(left, right, places);
  const up = steps(bottom, top, places);
  return [
    ...steps(bottom, top, lines).map((x2) => across.map((x1) => warped([x1, x2]))),
    ...steps(left, right, lines).map((x1) => up.map((x2) => warped([x1, x2]))),
  ];
}

/**
 * How many of the examples that are trained on the output's line has on their side: the share of the classes that the
 * outputs give where the picture has them.
 * @param {Space} space
 * @param {{ label: number[], train: boolean[] }} data
 */
export function separated({ points, normal, offset, level }, { label, train }) {
  let right = 0;
  let count = 0;
  for (const [k, name] of label.entries()) {
    if (!train[k]) continue;
    const Z2 = normal.map((row, output) =>
      row.reduce((sum, w, axis) => sum + w * points[axis][k], offset[output]),
    );
    const predicted = Z2.length > 1 ? Z2.indexOf(Math.max(...Z2)) : Number(Z2[0] > level);
    right += Number(predicted === name);
    count += 1;
  }
  return right / count;
}

/** Where points lie on an axis. @typedef {[low: number, high: number]} Range */

/** Beyond the outermost points, in parts of their span; a range stays while they fill so much of it. */
const AROUND = 0.12;
const FILLED = 0.55;

/**
 * The range of an axis: the one before, while the points are within it and fill it, so that it does not tremble.
 * @param {ArrayLike<number>} values
 * @param {Range | null} before
 * @returns {Range}
 */
export function rangeOf(values, before) {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < values.length; k++) {
    if (values[k] < low) low = values[k];
    if (values[k] > high) high = values[k];
  }
  if (!(high >= low) || !Number.isFinite(high - low)) return [-1, 1];
  const span = Math.max(high - low, 1e-9 * Math.max(1, Math.abs(low), Math.abs(high)));
  const fits = before && low >= before[0] && high <= before[1] && span >= FILLED * (before[1] - before[0]);
  if (fits) return before;
  const room = high === low ? Math.max(1e-3, Math.abs(low)) : AROUND * span;
  return [low - room, high + room];
}

/**
 * The part of the line n . p = c inside a rectangle and inside half-planes h . p >= d, or null.
 * @param {[number, number]} n
 * @param {number} c
 * @param {[Range, Range]} ranges
 * @param {{ h: [number, number], d: number }[]} [sides]
 * @returns {[[number, number], [number, number]] | null}
 */
export function lineIn([n1, n2], c, [[left, right], [bottom, top]], sides = []) {
  const size = n1 * n1 + n2 * n2;
  if (!(size > 0) || !Number.isFinite(size) || !Number.isFinite(c)) return null;
  const [x0, y0] = [(n1 * c) / size, (n2 * c) / size];
  const [dx, dy] = [-n2, n1];
  let from = Number.NEGATIVE_INFINITY;
  let to = Number.POSITIVE_INFINITY;
  const walls = [
    { h: [1, 0], d: left },
    { h: [-1, 0], d: -right },
    { h: [0, 1], d: bottom },
    { h: [0, -1], d: -top },
    ...sides,
  ];
  for (const { h, d } of walls) {
    const slope = h[0] * dx + h[1] * dy;
    const rest = d - (h[0] * x0 + h[1] * y0);
    if (slope > 0) from = Math.max(from, rest / slope);
    else if (slope < 0) to = Math.min(to, rest / slope);
    else if (rest > 0) return null;
  }
  if (!(from < to)) return null;
  return [
    [x0 + from * dx, y0 + from * dy],
    [x0 + to * dx, y0 + to * dy],
  ];
}

/**
 * Where the predicted class changes in two dimensions: the line of one output, or where two of several are equal and
 * ahead of the others.
 * @param {Pick<Space, "normal" | "offset" | "level">} space
 * @param {[Range, Range]} ranges
 */
export function outputLines({ normal, offset, level }, ranges) {
  if (normal.length === 1) {
    const line = lineIn([normal[0][0], normal[0][1]], level - offset[0], ranges);
    return line ? [line] : [];
  }
  const lines = [];
  for (let i = 0; i < normal.length; i++) {
    for (let j = i + 1; j < normal.length; j++) {
      /** @param {number} k @returns {[number, number]} */
      const over = (k) => [normal[i][0] - normal[k][0], normal[i][1] - normal[k][1]];
      const sides = normal.flatMap((_, k) =>
        k === i || k === j ? [] : [{ h: over(k), d: offset[k] - offset[i] }],
      );
      const line = lineIn(over(j), offset[j] - offset[i], ranges, sides);
      if (line) lines.push(line);
    }
  }
  return lines;
}

/**
 * The part of the plane n . p = c inside a box, as the corners of a polygon in order; empty where it misses the box.
 * @param {number[]} n
 * @param {number} c
 * @param {Range[]} box
 * @returns {number[][]}
 */
export function planeIn(n, c, box) {
  /** @type {number[][]} */
  const corners = [];
  for (let axis = 0; axis < 3; axis++) {
    const [one, other] = [(axis + 1) % 3, (axis + 2) % 3];
    for (const u of box[one]) {
      for (const v of box[other]) {
        const at = (c - n[one] * u - n[other] * v) / n[axis];
        if (!(at >= box[axis][0] && at <= box[axis][1])) continue;
        const corner = [0, 0, 0];
        [corner[axis], corner[one], corner[other]] = [at, u, v];
        corners.push(corner);
      }
    }
  }
  if (corners.length < 3) return [];
  const middle = [0, 1, 2].map((axis) => corners.reduce((sum, p) => sum + p[axis], 0) / corners.length);
  // Around the middle, in two directions of the plane that are measured in parts of the box.
  const spans = box.map(([low, high]) => high - low);
  const scaled = n.map((value, axis) => value * spans[axis]);
  const largest = scaled.reduce(
    (best, value, axis) => (Math.abs(value) > Math.abs(scaled[best]) ? axis : best),
    0,
  );
  const [one, other] = [(largest + 1) % 3, (largest + 2) % 3];
  /** @param {number[]} p */
  const angle = (p) =>
    Math.atan2((p[other] - middle[other]) / spans[other], (p[one] - middle[one]) / spans[one]);
  return corners.sort((p, q) => angle(p) - angle(q));
}
