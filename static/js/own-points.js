/** Points that a person makes: put in, taken out, numbered, and turned into what the page draws. Pure. */

/** @import { Bounds, OwnData, OwnPoint } from "./types.js" */
/** @import { Configuration, DataBody, TableValues } from "./wire.js" */

/** Classes that have a colour and a shape. */
export const MOST_CLASSES = 5;
/** What an empty plot shows. */
const EMPTY_VIEW = /** @type {Bounds} */ ([-3, 3, -3, 3]);
/** The view of points that are not a run's data yet is this much larger than they are. */
const MARGIN = 1.08;
/** A view is not made wider than this. */
const WIDEST = 1e6;

/** @type {OwnData} */
export const NOTHING = { kind: "classes", points: [], names: [], view: null };

/** Whether a source takes the points that are given. @param {unknown} source */
export const isOwnSource = (source) => source === "custom" || source === "custom_regression";

/** @param {OwnData} data */
export const sourceOf = ({ kind }) => (kind === "classes" ? "custom" : "custom_regression");

/** The classes that have points, ascending. @param {OwnData} data */
export const labelsOf = ({ points }) =>
  [...new Set(points.map(([, , label]) => label))].sort((a, b) => a - b);

/** Enough to learn from: two classes, or two targets. @param {OwnData} data */
export function trainable({ kind, points }) {
  return kind === "targets" ? points.length > 1 : points.some(([, , label]) => label !== points[0][2]);
}

/** @param {OwnData} data @param {number} label the name of a class, which may be its number */
export const nameOf = ({ names }, label) => names[label] ?? String(label);

/** @param {OwnData} data @param {OwnPoint[]} points @returns {OwnData} */
export const withPoints = (data, points) => ({ ...data, points: [...data.points, ...points] });

/**
 * Without the points in a circle of the picture.
 * @param {OwnData} data
 * @param {[number, number]} centre
 * @param {number} radius in units of the plane
 * @returns {OwnData} the same one where there are none
 */
export function withoutCircle(data, [x, y], radius) {
  const points = data.points.filter(([x1, x2]) => Math.hypot(x1 - x, x2 - y) > radius);
  return points.length === data.points.length ? data : { ...data, points };
}

/**
 * Classes are 0, 1, ... without a gap, as the server numbers them. Half-made data stay as they are.
 * @param {OwnData} data
 * @returns {OwnData}
 */
export function numbered(data) {
  if (data.kind === "targets" || !trainable(data)) return data;
  const labels = labelsOf(data);
  if (labels.every((label, k) => label === k)) return data;
  const points = data.points.map(
    ([x1, x2, label]) => /** @type {OwnPoint} */ ([x1, x2, labels.indexOf(label)]),
  );
  return { ...data, points, names: data.names.length ? labels.map((label) => nameOf(data, label)) : [] };
}

/**
 * The same points with the other meaning of their third number, or null where there are too many to be classes.
 * @param {OwnData} data
 * @param {OwnData["kind"]} kind
 * @returns {OwnData | null}
 */
export function asKind(data, kind) {
  if (kind === data.kind) return data;
  if (kind === "targets") {
    const numbers = data.names.map(Number);
    const value = numbers.every(Number.isFinite) ? (/** @type {number} */ k) => numbers[k] ?? k : null;
    const points = data.points.map(
      ([x1, x2, label]) => /** @type {OwnPoint} */ ([x1, x2, value ? value(label) : label]),
    );
    return { ...data, kind, points, names: [] };
  }
  const targets = labelsOf(data);
  if (targets.length > MOST_CLASSES) return null;
  const points = data.points.map(([x1, x2, y]) => /** @type {OwnPoint} */ ([x1, x2, targets.indexOf(y)]));
  return { ...data, kind, points, names: namesOf(targets.map(String)) };
}

/** Names that only repeat the numbers are none. @param {readonly string[]} names */
const namesOf = (names) => (names.every((name, k) => name === String(k)) ? [] : [...names]);

/** The square that fits some points, or that nothing has been put in yet. @param {OwnData} data @returns {Bounds} */
export function viewOf({ points, view }) {
  if (view) return view;
  if (points.length === 0) return EMPTY_VIEW;
  const [lows, highs] = [Math.min, Math.max].map((most) =>
    [0, 1].map((axis) => points.reduce((end, point) => most(end, point[axis]), points[0][axis])),
  );
  const half = Math.max(highs[0] - lows[0], highs[1] - lows[1]) / 2;
  return squareAround((lows[0] + highs[0]) / 2, (lows[1] + highs[1]) / 2, half * MARGIN || 1);
}

/** @param {number} x @param {number} y @param {number} half @returns {Bounds} */
const squareAround = (x, y, half) => [x - half, x + half, y - half, y + half];

/** The same points with more room around them. @param {OwnData} data @param {Bounds} shown @returns {OwnData} */
export function widened(data, [left, right, bottom, top]) {
  const half = 0.75 * Math.max(right - left, top - bottom);
  if (half > WIDEST) return data;
  return { ...data, view: squareAround((left + right) / 2, (bottom + top) / 2, half) };
}

/** A place as a number that a person would write: to a thousandth of the view. @param {number} place @param {Bounds} view */
export function rounded(place, [left, right]) {
  const digits = Math.max(0, Math.min(12, 3 - Math.floor(Math.log10(right - left))));
  return Number(place.toFixed(digits));
}

/** Points that are drawn, with no run of their own yet, as the server describes a run's. @param {OwnData} data @returns {DataBody} */
export function bodyOf(data) {
  const { kind, points } = data;
  const third = points.map(([, , value]) => value);
  const count =
    kind === "classes" ? Math.max(2, 1 + third.reduce((most, label) => Math.max(most, label), 0)) : 0;
  return {
    X: [points.map(([x1]) => x1), points.map(([, x2]) => x2)],
    Y: [third],
    label: kind === "classes" ? third : null,
    class_names: Array.from({ length: count }, (_, label) => nameOf(data, label)),
    train: points.map(() => true),
    bounds: viewOf(data),
  };
}

/** What a run has, to go on from; null where its points have one feature. @param {DataBody} body @returns {OwnData | null} */
export function copyOf({ X, Y, label, class_names, bounds }) {
  if (X.length !== 2) return null;
  const third = label ?? Y[0];
  return {
    kind: label ? "classes" : "targets",
    points: third.map((value, k) => /** @type {OwnPoint} */ ([X[0][k], X[1][k], value])),
    names: namesOf(class_names),
    view: bounds,
  };
}

/** The own data that a run was made of. @param {Configuration["data"]} data @returns {OwnData | null} */
export function fromConfiguration({ source, points, labels, view }) {
  if (!isOwnSource(source) || !points) return null;
  return {
    kind: source === "custom" ? "classes" : "targets",
    points: /** @type {OwnPoint[]} */ (points),
    names: labels ?? [],
    view: /** @type {Bounds | null} */ (view),
  };
}

/** @param {TableValues} table @returns {OwnData} */
export function fromTable({ points, labels }) {
  return { kind: labels ? "classes" : "targets", points, names: namesOf(labels ?? []), view: null };
}

/** @param {OwnData} a @param {OwnData} b */
export const sameData = (a, b) => a === b || JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));

/** @param {OwnData} data */
const ordered = ({ kind, points, names, view }) => [kind, points, names, view];

/** Numbers far from 1 make a slow start: this says so. @param {OwnData} data */
export function needsScaling({ points }) {
  const size = points.reduce((most, [x1, x2]) => Math.max(most, Math.abs(x1), Math.abs(x2)), 0);
  return size > 10 || (size > 0 && size < 0.1);
}

/** Whether what was kept, perhaps by another version of this page, is what this one keeps. @param {any} kept @returns {kept is OwnData} */
export function isOwnData(kept) {
  /** @param {unknown} row */
  const isPoint = (row) => Array.isArray(row) && row.length === 3 && row.every(Number.isFinite);
  return (
    (kept?.kind === "classes" || kept?.kind === "targets") &&
    [kept.points, kept.names].every(Array.isArray) &&
    kept.points.every(isPoint) &&
    kept.names.every((/** @type {unknown} */ name) => typeof name === "string") &&
    (kept.view === null ||
      (Array.isArray(kept.view) && kept.view.length === 4 && kept.view.every(Number.isFinite)))
  );
}
