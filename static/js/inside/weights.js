/** Weights and gradients as numbers to be drawn: counts, norms by iteration, and where each unit's line was. */

/** @import { Frame } from "../types.js" */
/** @import { ViewBody } from "../wire.js" */
/** @typedef {"W1" | "b1" | "W2" | "b2"} Name */

/** @type {Name[]} */
export const NAMES = ["W1", "b1", "W2", "b2"];

/** Bins of a histogram: an odd number, so that one is around 0. */
export const BINS = 21;

/**
 * Counts over a range that is symmetric about 0 and ends at a round number.
 * @param {ArrayLike<number>} values
 * @returns {{ reach: number, counts: Uint32Array }}
 */
export function histogram(values) {
  let most = 0;
  for (let k = 0; k < values.length; k++) {
    const size = Math.abs(values[k]);
    if (Number.isFinite(size) && size > most) most = size;
  }
  const reach = roundUp(most);
  const counts = new Uint32Array(BINS);
  for (let k = 0; k < values.length; k++) {
    if (Number.isNaN(values[k])) continue;
    const share = reach > 0 ? Math.min(1, Math.max(-1, values[k] / reach)) : 0;
    counts[Math.round(((share + 1) / 2) * (BINS - 1))] += 1;
  }
  return { reach, counts };
}

/** The next of 1, 2, 5 times a power of ten. @param {number} size */
function roundUp(size) {
  if (!(size > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= size * (1 - 1e-12)) ?? 10;
  return factor * power;
}

/** @param {ArrayLike<number>} values */
export function norm(values) {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] * values[k];
  return Math.sqrt(sum);
}

/**
 * A moment of a run: its norms in the order of NAMES, and its first layer.
 * @typedef {object} Moment
 * @property {number} iteration
 * @property {number[]} parameters
 * @property {number[]} gradients
 * @property {ArrayLike<number>} W1
 * @property {ArrayLike<number>} b1
 */

/** @param {Frame} frame @returns {Moment | null} */
export function momentOf({ snapshot, parameters, gradients }) {
  if (!parameters || !gradients) return null;
  return {
    iteration: snapshot.iteration,
    parameters: NAMES.map((name) => norm(parameters[name].values)),
    gradients: NAMES.map((name) => norm(gradients[/** @type {"dW1"} */ (`d${name}`)].values)),
    W1: parameters.W1.values,
    b1: parameters.b1.values,
  };
}

/** What the server tells of a run's past. @param {ViewBody} view @returns {Moment[]} */
export function momentsIn({ tensors }) {
  /** @param {string} name @returns {any[]} */
  const values = (name) => tensors[name].values;
  /** @param {(number | null)[]} row */
  const numbers = (row) => row.map((value) => value ?? Number.NaN);
  const [parameters, gradients, W1, b1] = ["parameter_norms", "gradient_norms", "W1", "b1"].map(values);
  return values("iterations").map((iteration, k) => ({
    iteration,
    parameters: numbers(parameters[k]),
    gradients: numbers(gradients[k]),
    W1: numbers(W1[k].flat()),
    b1: numbers(b1[k]),
  }));
}

/** Moments kept; then every other one of the older ones goes. */
const MOST = 600;

/**
 * The moments of a run up to now, in order.
 * @param {Moment[]} known
 * @param {Moment} now
 * @returns {Moment[]} the same array where nothing is new
 */
export function withMoment(known, now) {
  const last = known.at(-1);
  if (last && last.iteration === now.iteration && last.W1 === now.W1) return known;
  let before = known;
  if (last && last.iteration >= now.iteration)
    before = known.filter(({ iteration }) => iteration < now.iteration);
  if (before.length < MOST) return [...before, now];
  return [...before.filter((_, k) => k % 2 === 0), now];
}

/** A long way between two moments, of which the server may know more: in parts of all. */
const GAP = 0.05;

/** @param {Moment[]} moments */
export function hasGap(moments) {
  const last = moments.at(-1)?.iteration ?? 0;
  if (moments.length === 0 || (moments[0].iteration > 0 && last > 0)) return true;
  return moments.some(
    ({ iteration }, k) => k > 0 && iteration - moments[k - 1].iteration > Math.max(20, GAP * last),
  );
}

/** Both in order, each iteration once; of two the later array's. @param {Moment[]} one @param {Moment[]} other */
export function merged(one, other) {
  const byIteration = new Map([...one, ...other].map((moment) => [moment.iteration, moment]));
  return [...byIteration.values()].sort((a, b) => a.iteration - b.iteration);
}

/** About so many of them, evenly by iteration, the last one among them. @param {Moment[]} moments @param {number} count */
export function spread(moments, count) {
  const last = moments.at(-1);
  if (!last || moments.length <= count) return moments;
  const distance = (last.iteration - moments[0].iteration) / (count - 1);
  let next = Number.NEGATIVE_INFINITY;
  return moments.filter((moment) => {
    if (moment !== last && moment.iteration < next) return false;
    next = moment.iteration + distance;
    return true;
  });
}
