/** @import { Frame } from "./types.js" */

/** Iterations without any change of W1 and W2 after which they count as frozen. */
const PROOF = 2;

/**
 * Whether training leaves W1 and W2 as they are: told from frames alone, by comparing each with the first that had
 * these weights. A change, another run or a step back begins the comparison anew.
 */
export function createFrozenWatch() {
  /** @type {Frame | null} */
  let first = null;
  /** @param {Frame} frame */
  return (frame) => {
    if (!first || !continues(first, frame)) first = frame;
    return frame.snapshot.iteration - first.snapshot.iteration >= PROOF;
  };
}

/** @param {Frame} before @param {Frame} after */
function continues({ snapshot, parameters }, after) {
  if (after.snapshot.run !== snapshot.run || after.snapshot.iteration < snapshot.iteration) return false;
  return (
    parameters !== null &&
    after.parameters !== null &&
    same(parameters.W1.values, after.parameters.W1.values) &&
    same(parameters.W2.values, after.parameters.W2.values)
  );
}

/** @param {ArrayLike<number>} one @param {ArrayLike<number>} other */
function same(one, other) {
  if (one.length !== other.length) return false;
  for (let k = 0; k < one.length; k++) if (one[k] !== other[k]) return false;
  return true;
}
