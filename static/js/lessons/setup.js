/** What a step makes of the page by one click. */

import { networksOf } from "../networks.js";

/** @import { Actions, State } from "../types.js" */
/** @import { LessonBody, Setup, Step } from "../wire.js" */
/** @typedef {{ get(): State, subscribe(listener: (state: State) => void): () => void }} Store */

/**
 * The setup that makes a step from nothing: where it goes on from the steps before it, the networks of the last one
 * that made some.
 * @param {LessonBody} lesson
 * @param {number} step from 1
 * @returns {Setup | null}
 */
export function wholeSetup({ steps }, step) {
  const own = steps[step - 1].setup;
  const made = steps
    .slice(0, step)
    .reverse()
    .find(({ setup }) => setup?.networks.length)?.setup;
  return made && own !== made ? { ...made, ...look(own ?? made) } : own;
}

/** @param {Setup} setup */
const look = ({ unit, lines, panel, half }) => ({ unit, lines, panel, half });

/** Whether a step changes which networks there are. @param {Step} step */
export const makesNetworks = ({ setup }) => (setup?.networks.length ?? 0) > 0;

/**
 * @param {object} parts
 * @param {Store} parts.store
 * @param {Actions} parts.actions
 * @param {() => Promise<void>} parts.renewAll make all runs anew
 */
export function createSetup({ store, actions, renewAll }) {
  let turn = 0;

  /** What shows of the networks. @param {Setup} setup */
  function show({ unit, lines, panel, half }) {
    const { pinned, shows, inside } = store.get();
    if (unit !== null && pinned !== unit) actions.dispatch({ type: "pinned", unit });
    if (unit === null && pinned !== null) actions.dispatch({ type: "pinned", unit: pinned });
    if (shows.lines !== lines) actions.dispatch({ type: "show", what: "lines", on: lines });
    if (panel === "symmetry") actions.dispatch({ type: "inside", half: half ?? panel });
    if (panel) actions.dispatch({ type: "inside", panel });
    else if (inside.large) actions.dispatch({ type: "inside", large: false });
  }

  /** @param {Setup} setup @returns {Promise<boolean>} whether the new runs are there, and still wanted */
  async function make({ networks, edits, iteration }) {
    turn += 1;
    const mine = turn;
    const before = idsOf(store.get());
    if (store.get().own.open) actions.dispatch({ type: "own", change: { do: "close" } });
    actions.dispatch({ type: "playing", playing: false });
    actions.dispatch({ type: "networks", choices: networks.map((choices) => ({ ...choices })) });
    actions.dispatch({ type: "focus", network: null });
    await renewAll();
    await settled(store);
    const fresh = idsOf(store.get()).every((id) => id !== null && !before.includes(id));
    if (mine !== turn || !fresh) return false;
    for (const { value, ...entry } of edits) actions.edit({ ...entry, column: entry.column ?? 0 }, value);
    if (iteration) actions.advance(iteration);
    return true;
  }

  /** @param {Setup} setup */
  return async (setup) => {
    const made = setup.networks.length === 0 || (await make(setup));
    if (made) show(setup);
  };
}

/** @param {State} state */
const idsOf = (state) => networksOf(state).map(({ run }) => run?.id ?? null);

/** Wait until no run is on its way, or the lesson is left. @param {Store} store @returns {Promise<void>} */
function settled(store) {
  return new Promise((resolve) => {
    /** @param {State} state */
    const look = ({ busy, connection, lesson }) => {
      if (lesson && (busy || connection !== "open")) return;
      forget();
      resolve();
    };
    const forget = store.subscribe(look);
    look(store.get());
  });
}
