/** One network, or two to four that are compared: what of the state each of them has of its own. */

import { valueAt } from "./configuration.js";

/** @import { Action, Network, RunCommand, State } from "./types.js" */
/** @import { Catalog, RunState, StateMessage } from "./wire.js" */

export const LETTERS = ["A", "B", "C", "D"];

/** Whether a run has come to an end. @param {RunState} runState */
export const hasEnded = (runState) => runState === "diverged" || runState === "finished";

/** @param {Network} network @returns {Network} */
export function ownOf({
  choices,
  configuration,
  accepted,
  run,
  runState,
  reason,
  frame,
  history,
  accuracies,
  changes,
  errors,
}) {
  const own = { choices, configuration, accepted, run, runState, reason };
  return { ...own, frame, history, accuracies, changes, errors };
}

/** All networks; a single one is the state itself. @param {State} state @returns {Network[]} */
export const networksOf = (state) => (state.networks.length ? state.networks : [state]);

/** The state as one network of several has it. @param {State} state @param {number} network @returns {State} */
export const seenAs = (state, network) => ({ ...state, ...state.networks[network] });

/** The place of the network that has this run, or -1. @param {State} state @param {string} run */
export const placeOfRun = (state, run) => networksOf(state).findIndex((network) => network.run?.id === run);

/** The state with what the picked network has at its top. @param {State} state @returns {State} */
export const mirrored = (state) => seenAs(state, state.focus ?? 0);

/**
 * What an action does to one network of several.
 * @param {State} state
 * @param {number} network
 * @param {Action} action
 * @param {(state: State, action: Action) => State} apply
 * @returns {State}
 */
export function inNetwork(state, network, action, apply) {
  if (state.networks.length === 0) return apply(state, action);
  if (!state.networks[network]) return state;
  const next = apply(seenAs(state, network), action);
  const networks = state.networks.map((other, k) => (k === network ? ownOf(next) : other));
  return mirrored({ ...next, networks });
}

/**
 * The state as the transport sees it: that of the network which is furthest among those that can go on.
 * @param {State} state
 * @returns {State}
 */
export function leading(state) {
  if (state.networks.length === 0) return state;
  const able = state.networks.filter(({ runState }) => !hasEnded(runState));
  const lead = (able.length ? able : state.networks).reduce((furthest, other) =>
    iterationOf(other) > iterationOf(furthest) ? other : furthest,
  );
  return { ...state, ...lead, changes: allChanges(state.networks) };
}

/** @param {Network} network */
export const iterationOf = ({ frame }) => frame?.snapshot.iteration ?? 0;

/** What was changed in any network, with letters where it was not in all of them. @param {Network[]} networks */
function allChanges(networks) {
  /** @type {Map<string, { change: Network["changes"][number], letters: string[] }>} */
  const byContent = new Map();
  for (const [k, { changes }] of networks.entries()) {
    for (const change of changes) {
      const key = JSON.stringify(change);
      const known = byContent.get(key) ?? { change, letters: [] };
      known.letters.push(LETTERS[k]);
      byContent.set(key, known);
    }
  }
  return [...byContent.values()]
    .map(({ change, letters }) => (letters.length < networks.length ? { ...change, letters } : change))
    .sort((a, b) => a.iteration - b.iteration);
}

/**
 * Whether a network has no run of its choices yet. Live ones act on the run there is, unless it has diverged.
 * @param {Network} network
 * @param {Catalog} catalog
 */
export function needsRun({ run, runState, configuration, accepted }, { fields }) {
  if (!run || !configuration || !accepted) return true;
  return fields.some(({ path, live }) => {
    if (live && runState !== "diverged") return false;
    return JSON.stringify(valueAt(configuration, path)) !== JSON.stringify(valueAt(accepted, path));
  });
}

/**
 * What brings runs that lag to where the others stand.
 * @param {StateMessage[]} states
 * @param {number} most iterations of one command
 * @returns {RunCommand[]}
 */
export function catchingUp(states, most) {
  const able = states.filter(({ state }) => !hasEnded(state));
  const furthest = Math.max(...able.map(({ iteration }) => iteration));
  return able
    .filter(({ iteration }) => iteration < furthest)
    .map(({ run, iteration }) => ({
      type: "advance",
      iterations: Math.min(most, furthest - iteration),
      run,
    }));
}
