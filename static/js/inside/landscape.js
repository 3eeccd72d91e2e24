/** The cost over a plane, as shares of a scale, contour lines and places in a picture. */
import { contourLines } from "../contour.js";
import { fromOklab, toOklab } from "../palette.js";

/** @import { LandscapeReply } from "../wire.js" */

/** Contour lines. */
const LEVELS = 9;
/** How much of the strongest colour goes into the highest cost. */
const DEPTH = 0.8;
/** The least cost of a logarithmic scale, in parts of the largest. */
const FLOOR = 1e-9;

/**
 * @typedef {object} Field
 * @property {number} size points on a side
 * @property {Float64Array} shares 0..1 of the scale, the top row first; what is not finite is beyond it
 * @property {number} low the least cost
 * @property {number} high the largest finite one
 */

/**
 * The costs on a scale, linear or logarithmic.
 * @param {Pick<LandscapeReply, "cost">} landscape
 * @param {boolean} log
 * @returns {Field}
 */
export function fieldOf({ cost }, log) {
  const size = cost.length;
  const finite = cost.flat().filter((value) => value !== null);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const floor = Math.max(low, high * FLOOR);
  const useLog = log && high > 0;
  const [from, to] = useLog ? [Math.log(floor), Math.log(high)] : [low, high];
  const shares = new Float64Array(size * size);
  for (const [k, row] of [...cost].reverse().entries()) {
    for (const [column, value] of row.entries()) {
      const at = value === null ? Number.NaN : useLog ? Math.log(Math.max(value, floor)) : value;
      shares[k * size + column] = value === null ? 2 : to > from ? (at - from) / (to - from) : 0;
    }
  }
  return { size, shares, low, high };
}

/** Lines of equal cost, in units of cells from the upper left corner. @param {Field} field */
export function contoursOf({ size, shares }) {
  return Array.from({ length: LEVELS }, (_, k) => contourLines(shares, size, (k + 0.5) / LEVELS)).flat();
}

/**
 * 256 colours from a low cost to a high one, as pixels.
 * @param {[number, number, number]} from
 * @param {[number, number, number]} to
 */
export function slope(from, to) {
  const [low, high] = [toOklab(from), toOklab(to)];
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let step = 0; step < 256; step++) {
    const share = (DEPTH * step) / 255;
    const mixed = /** @type {[number, number, number]} */ (
      low.map((value, k) => value + share * (high[k] - value))
    );
    bytes.set([...fromOklab(mixed), 255], 4 * step);
  }
  return new Uint32Array(bytes.buffer);
}

/** "rgb(1, 2, 3)" @param {string} colour @returns {[number, number, number]} */
export function tripleOf(colour) {
  const [r, g, b] = (colour.match(/\d+(\.\d+)?/g) ?? []).map(Number);
  return [r, g, b];
}

/**
 * Between steps along a direction and shares of the picture: each point has a cell around it.
 * @param {(number | null)[]} steps
 */
export function axisOf(steps) {
  const [first, last, count] = [Number(steps[0]), Number(steps[steps.length - 1]), steps.length];
  return {
    /** @param {number} step */
    share: (step) => (((step - first) / (last - first)) * (count - 1) + 0.5) / count,
    /** The point whose cell it is. @param {number} share */
    index: (share) => Math.min(count - 1, Math.max(0, Math.floor(share * count))),
  };
}

/** So many numbers of hidden layers take about a second: of more, a coarse picture comes first. */
const LARGE = 2e8;
export const FINE = 41;
export const COARSE = 11;

/** The resolutions to ask for, one after the other. @param {number} units @param {number} examples */
export const stages = (units, examples) => (units * examples * FINE * FINE > LARGE ? [COARSE, FINE] : [FINE]);
