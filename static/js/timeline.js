/** Where a run has been, and what was changed on the way. */

import { hasEnded, networksOf } from "./networks.js";

/** @import { Change, Network, State } from "./types.js" */
/** @import { Configuration, DataBody } from "./wire.js" */

/** A line never spans fewer iterations, so that the first ones do not race along it. */
const SHORTEST = 100;

/**
 * The furthest iteration that can be gone to: of several networks, that which all have reached that can go on.
 * @param {State} state
 */
export function reachedOf(state) {
  const networks = networksOf(state);
  const able = networks.filter(({ runState }) => !hasEnded(runState));
  const reached = (able.length ? able : networks).map(reachedBy);
  return able.length ? Math.min(...reached) : Math.max(...reached);
}

/** @param {Pick<Network, "history" | "frame">} network */
export function reachedBy({ history, frame }) {
  const last = history.length ? history.iteration[history.length - 1] : 0;
  return Math.max(last, frame?.snapshot.iteration ?? 0);
}

/**
 * The last iteration of the line: where the run will stop, else a round number (1, 2 or 5 and zeros) ahead of it.
 * @param {number} reached
 * @param {number | null} stop
 */
export function spanOf(reached, stop) {
  if (stop !== null && stop >= reached) return Math.max(1, stop);
  let span = SHORTEST;
  for (const factors = [2, 2.5, 2]; span < reached; factors.push(factors[0]), factors.shift())
    span *= factors[0];
  return span;
}

/** Iterations of one pass over the training examples. @param {DataBody} data @param {Configuration} configuration */
export function iterationsOfEpoch({ train }, { training: { batch_size } }) {
  return batch_size === null ? 1 : Math.ceil(train.filter(Boolean).length / batch_size);
}

/**
 * One mark for changes that lie close together: a slider makes many. Of each field its first and its last value.
 * @param {Change[]} changes in order
 * @param {number} near iterations that cannot be told apart on the line
 * @returns {{ iteration: number, changes: Change[] }[]}
 */
export function marksOf(changes, near) {
  /** @type {Change[][]} */
  const groups = [];
  for (const change of changes) {
    const last = groups[groups.length - 1];
    if (last && change.iteration - last[0].iteration <= near) last.push(change);
    else groups.push([change]);
  }
  return groups
    .map((group) => ({ iteration: group[group.length - 1].iteration, changes: summed(group) }))
    .filter((mark) => mark.changes.length > 0);
}

/** @param {Change[]} group */
function summed(group) {
  /** @type {Map<string, Change>} */
  const byField = new Map();
  for (const change of group) {
    const key = change.field + (change.letters ?? "");
    const { before } = byField.get(key) ?? change;
    byField.set(key, { ...change, before });
  }
  return [...byField.values()].filter(({ field, before, after }) => isParameter(field) || before !== after);
}

/** Whether a change was made to W1, b1, W2 or b2, and not to a choice. @param {string} field */
export const isParameter = (field) => !field.includes(".");
