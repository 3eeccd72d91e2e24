/** @import { Bounds } from "./types.js" */

/**
 * The maps between the plane of the data and the square picture of it; x2 grows upwards.
 * @param {Bounds} bounds
 * @param {number} side of the picture
 */
export function planeView([left, right, bottom, top], side) {
  const perX = side / (right - left);
  const perY = side / (top - bottom);
  return {
    /** @param {number} x1 */
    px: (x1) => (x1 - left) * perX,
    /** @param {number} x2 */
    py: (x2) => (top - x2) * perY,
    /** @param {number} px @param {number} py @returns {[number, number]} */
    point: (px, py) => [left + px / perX, top - py / perY],
  };
}

/**
 * The part of the line w1 x1 + w2 x2 + b = 0 inside the bounds, or null.
 * @param {number} w1
 * @param {number} w2
 * @param {number} b
 * @param {Bounds} bounds
 * @returns {[[number, number], [number, number]] | null}
 */
export function lineWithin(w1, w2, b, [left, right, bottom, top]) {
  /** @type {[number, number][]} */
  const ends = [];
  /** @param {number} x @param {number} y */
  const keep = (x, y) => {
    const inside = x >= left && x <= right && y >= bottom && y <= top;
    const known = ends.some(([u, v]) => Math.abs(u - x) + Math.abs(v - y) < 1e-9 * (right - left));
    if (inside && !known) ends.push([x, y]);
  };
  if (w2 !== 0) for (const x of [left, right]) keep(x, -(w1 * x + b) / w2);
  if (w1 !== 0) for (const y of [bottom, top]) keep(-(w2 * y + b) / w1, y);
  return ends.length < 2 ? null : [ends[0], ends[1]];
}
