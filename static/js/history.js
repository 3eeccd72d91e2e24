/** @import { History } from "./types.js" */

/** Points kept; beyond it every second pair of extremes goes. Drawing needs far fewer. */
export const HISTORY_LIMIT = 20_000;

/** @returns {History} */
export function emptyHistory() {
  return { length: 0, iteration: new Float64Array(0), train: new Float64Array(0), test: new Float64Array(0) };
}

/**
 * The history with rows (iteration, train cost, test cost) added. A reset sends rows from 0 again: points at or
 * after the first new iteration go first. The buffers are shared with the argument, which must not be used afterwards.
 * @param {History} history
 * @param {Float64Array} rows
 * @returns {History}
 */
export function append(history, rows) {
  if (rows.length === 0) return history;
  const kept = lowerBound(history, rows[0]);
  const added = rows.length / 3;
  const next = withRoom(history, kept, added);
  for (let row = 0; row < added; row++) {
    next.iteration[kept + row] = rows[3 * row];
    next.train[kept + row] = rows[3 * row + 1];
    next.test[kept + row] = rows[3 * row + 2];
  }
  return next.length > HISTORY_LIMIT ? thinned(next) : next;
}

/**
 * The first index whose iteration is at or after the given one.
 * @param {History} history
 * @param {number} iteration
 */
function lowerBound(history, iteration) {
  let low = 0;
  let high = history.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (history.iteration[middle] < iteration) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @param {History} history
 * @param {number} kept
 * @param {number} added
 * @returns {History}
 */
function withRoom(history, kept, added) {
  const length = kept + added;
  if (length <= history.iteration.length) return { ...history, length };
  const capacity = Math.max(1024, 2 * length);
  /** @param {Float64Array} old */
  const grown = (old) => {
    const values = new Float64Array(capacity);
    values.set(old.subarray(0, kept));
    return values;
  };
  return {
    length,
    iteration: grown(history.iteration),
    train: grown(history.train),
    test: grown(history.test),
  };
}

/**
 * @param {History} history
 * @returns {History}
 */
function thinned(history) {
  const kept = decimate(history, 0, history.length, HISTORY_LIMIT / 2);
  return {
    length: kept.length,
    iteration: Float64Array.from(kept, (index) => history.iteration[index]),
    train: Float64Array.from(kept, (index) => history.train[index]),
    test: Float64Array.from(kept, (index) => history.test[index]),
  };
}

/**
 * Indices of at most `limit` points in [from, to) that draw the same curve: the first, the last, and of every equal
 * stretch of iterations between them where the train cost is least and greatest. By iteration, not by point: points
 * that were thinned before are sparse already.
 * @param {Pick<History, "iteration" | "train">} history
 * @param {number} from
 * @param {number} to
 * @param {number} limit
 * @returns {number[]}
 */
export function decimate(history, from, to, limit) {
  const count = to - from;
  if (count <= limit) return Array.from({ length: Math.max(0, count) }, (_, index) => from + index);
  const stretches = Math.floor((limit - 2) / 2);
  const first = history.iteration[from];
  const width = (history.iteration[to - 1] - first) / stretches;
  const chosen = [from];
  for (let index = from + 1, stretch = 1; stretch <= stretches; stretch++) {
    const border = stretch < stretches ? first + stretch * width : Number.POSITIVE_INFINITY;
    let least = -1;
    let greatest = -1;
    for (; index < to - 1 && history.iteration[index] < border; index++) {
      if (least < 0 || history.train[index] < history.train[least]) least = index;
      if (greatest < 0 || history.train[index] > history.train[greatest]) greatest = index;
    }
    if (least >= 0) chosen.push(Math.min(least, greatest));
    if (least !== greatest) chosen.push(Math.max(least, greatest));
  }
  chosen.push(to - 1);
  return chosen;
}
