/** A hidden unit's line in the plane of the data, moved and turned: what that makes of its row of W1 and its b1. */

/** @typedef {{ centre: number, scale: number }[] | null} Standard null: the network has the features as they are */
/** @typedef {{ w: number[], b: number }} Unit its row of W1, and its b1 */

/** Features as the network gets them. @param {number[]} x @param {Standard} standard */
const asInputs = (x, standard) =>
  standard ? x.map((value, k) => (value - standard[k].centre) / standard[k].scale) : x;

/**
 * The same direction, through another point: b1 alone changes.
 * @param {number[]} w
 * @param {number[]} x of the plane
 * @param {Standard} standard
 * @returns {Unit}
 */
export function movedTo(w, x, standard) {
  const inputs = asInputs(x, standard);
  return { w, b: -w.reduce((sum, value, k) => sum + value * inputs[k], 0) };
}

/**
 * The line through two points, with W1's row as long as it was and its positive side where it was, as far as it goes.
 * @param {number[]} w
 * @param {number[]} pivot stays on the line
 * @param {number[]} x another point of the line
 * @param {Standard} standard
 * @returns {Unit | null} null where both points are the same
 */
export function turnedTo(w, pivot, x, standard) {
  const [d1, d2] = [x[0] - pivot[0], x[1] - pivot[1]];
  const scales = standard ? standard.map(({ scale }) => scale) : [1, 1];
  // At right angles to the line in the plane of the data; what the network has is stretched by the scales.
  const normal = [-d2 * scales[0], d1 * scales[1]];
  const length = Math.hypot(...normal);
  if (!(length > 0)) return null;
  const before = (-d2 * w[0]) / scales[0] + (d1 * w[1]) / scales[1];
  const factor = (Math.sign(before || 1) * Math.hypot(...w)) / length;
  return movedTo(
    normal.map((value) => value * factor),
    pivot,
    standard,
  );
}

/**
 * Turned about a point, by an angle as it looks in the picture of the plane.
 * @param {Unit} unit
 * @param {number[]} pivot
 * @param {[number, number]} along the line's direction in the plane
 * @param {number} angle anticlockwise, in radians
 * @param {Standard} standard
 */
export function turnedBy({ w }, pivot, [d1, d2], angle, standard) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return turnedTo(w, pivot, [pivot[0] + cos * d1 - sin * d2, pivot[1] + sin * d1 + cos * d2], standard);
}

/** Where a line stays that has no bias: where the inputs of the network are 0. @param {Standard} standard */
export const originOf = (standard) => standard?.map(({ centre }) => centre) ?? [0, 0];

/** Milliseconds between two edits that follow from one movement. */
const PAUSE = 50;

/**
 * Edits that follow each other quickly: of one movement the newest, and never more often than every 50 ms.
 * @template T
 * @param {(edit: T) => void} send
 * @param {{ now(): number, later(act: () => void, milliseconds: number): void }} [clock]
 */
export function throttled(
  send,
  clock = { now: () => performance.now(), later: setTimeout.bind(globalThis) },
) {
  /** @type {T | null} */
  let waiting = null;
  let freeAt = 0;
  let timed = false;

  function flush() {
    timed = false;
    if (waiting === null) return;
    const edit = waiting;
    waiting = null;
    freeAt = clock.now() + PAUSE;
    send(edit);
  }

  /** @param {T} edit */
  return (edit) => {
    waiting = edit;
    const left = freeAt - clock.now();
    if (left <= 0) flush();
    else if (!timed) {
      timed = true;
      clock.later(flush, left);
    }
  };
}
