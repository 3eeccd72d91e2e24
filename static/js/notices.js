/** @import { Action, State } from "./types.js" */

/** Milliseconds that a notice stays. */
const STAYS = 8000;

/**
 * Say something in the transport: for a while, or with `retry` until it has been tried again.
 * @param {{ get(): State, dispatch(action: Action): void }} store
 */
export function createNotices(store) {
  /** @param {string} text @param {boolean} retry */
  return (text, retry) => {
    const shown = { text, retry };
    store.dispatch({ type: "notice", notice: shown });
    if (retry) return;
    setTimeout(() => {
      if (store.get().notice === shown) store.dispatch({ type: "notice", notice: null });
    }, STAYS);
  };
}
