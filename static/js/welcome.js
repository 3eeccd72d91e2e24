/** @import { Actions, State } from "./types.js" */

/** Iterations that a first visit does not wait for: the default network takes so many until its picture moves. */
const SKIPPED = 90;
/** Iterations a second: slow enough to follow the boundary. */
const GENTLE = 10;

/**
 * A first visit finds a network that learns. As soon as its first picture is there it is set going, unless somebody has
 * touched it before, or it is not this page's.
 * @param {{ get(): State, subscribe(listener: (state: State) => void): () => void }} store
 * @param {Pick<Actions, "setSpeed" | "advance" | "play">} actions
 */
export function startGently(store, actions) {
  const forget = store.subscribe(({ frame }) => {
    if (!frame) return;
    forget();
    queueMicrotask(begin);
  });

  function begin() {
    const { frame, drives, playing, runState, networks } = store.get();
    const untouched = frame?.snapshot.iteration === 0 && !playing && runState === "ready";
    if (!untouched || !drives || networks.length) return;
    actions.setSpeed(GENTLE);
    actions.advance(SKIPPED);
    actions.play();
  }
}
