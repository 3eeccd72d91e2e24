/** What a frame's surface is a picture of. */

/** @import { Surface } from "./types.js" */

/**
 * "curve": one feature, the prediction over it. "classes": the winner of several, and how probable it is.
 * "probability": two classes told apart by a level. "real": any number.
 * @typedef {"curve" | "classes" | "probability" | "real"} PredictionKind
 */

/**
 * @param {Pick<Surface, "shape" | "classes" | "level">} surface
 * @returns {PredictionKind}
 */
export function predictionKind({ shape: [rows], classes, level }) {
  if (rows === 1) return "curve";
  if (classes) return "classes";
  return level === null ? "real" : "probability";
}

/**
 * How far the winner is ahead, where 0 is a draw among all classes and 1 is certain.
 * @param {number} probability
 * @param {number} classes
 */
export function lead(probability, classes) {
  return (probability * classes - 1) / (classes - 1);
}

/**
 * Where a target stands in the range of the targets, 0..1.
 * @param {number[]} targets
 * @returns {(target: number) => number}
 */
export function targetShare(targets) {
  const low = Math.min(...targets);
  const spread = Math.max(...targets) - low;
  return (target) => (spread > 0 ? (target - low) / spread : 0.5);
}

/**
 * The prediction under a place of the view.
 * @param {Surface} surface
 * @param {number} u share of the width, from the left
 * @param {number} v share of the height, from the top
 * @returns {{ value: number, name: number | null }} name is the class that wins, where there are several
 */
export function predictionAt({ shape: [rows, columns], values, classes, low, high }, u, v) {
  const column = Math.min(columns - 1, Math.floor(u * columns));
  const row = Math.min(rows - 1, Math.floor(v * rows));
  const cell = row * columns + column;
  return { value: low + (values[cell] / 255) * (high - low), name: classes ? classes[cell] : null };
}
