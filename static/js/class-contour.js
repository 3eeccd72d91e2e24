import { contourLines, smoothed } from "./contour.js";

/** @import { Surface } from "./types.js" */

/** Half a step of 256 levels: keeps the sign of a cell that lies on a line. */
const LEAST = 1 / 512;
/** How many cells away a line's own probability is looked for. */
const REACH = 2;

/**
 * The lines between the regions of several classes, in units of pixels from the top left. Each class but the last is
 * parted from the others, so that every line is there once or, between two of them, twice in the same place.
 *
 * On a line the winner is least ahead: the winner's probability less the least nearby, signed by who wins, is about
 * 0 there and lets the line run between cells. Where two classes share everything, that least is 1/2.
 * @param {Surface} surface
 * @param {number} count of classes
 * @returns {number[][]}
 */
export function classLines({ shape: [size], values, classes, low, high }, count) {
  if (!classes) return [];
  const winning = new Set(classes);
  if (winning.size === 1) return [];
  const nearby = leastNearby(values, size);
  const ahead = new Float32Array(values.length);
  const step = (high - low) / 255;
  for (let k = 0; k < values.length; k++) {
    ahead[k] = Math.max(LEAST, low + step * values[k] - Math.min(0.5, low + step * nearby[k]));
  }
  const lines = [];
  for (let name = 0; name < count - 1; name++) {
    if (!winning.has(name)) continue;
    const field = ahead.map((value, k) => (classes[k] === name ? value : -value));
    lines.push(...contourLines(smoothed(field, size), size, 0));
  }
  return lines;
}

/**
 * The least value within reach of each cell.
 * @param {Uint8Array} values
 * @param {number} size
 */
function leastNearby(values, size) {
  const across = new Uint8Array(values.length);
  const both = new Uint8Array(values.length);
  for (let k = 0; k < values.length; k++) {
    const column = k % size;
    const row = k - column;
    let least = 255;
    for (let c = Math.max(0, column - REACH); c <= Math.min(size - 1, column + REACH); c++)
      least = Math.min(least, values[row + c]);
    across[k] = least;
  }
  for (let k = 0; k < values.length; k++) {
    const row = Math.floor(k / size);
    let least = 255;
    for (let r = Math.max(0, row - REACH); r <= Math.min(size - 1, row + REACH); r++)
      least = Math.min(least, across[r * size + (k % size)]);
    both[k] = least;
  }
  return both;
}
