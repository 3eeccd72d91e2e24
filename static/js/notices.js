/** @import { Action, State } from "./types.js" */

/** Milliseconds that a notice stays. */
const STAYS = 8000;
const SECOND = 1000;

/**
 * Say something in the transport: for a while, or with `asks` until it has been tried again. With `wait` that happens by
 * itself after so many seconds, which are counted down.
 * @param {{ get(): State, dispatch(action: Action): void }} store
 * @param {() => void} retry
 */
export function createNotices(store, retry) {
  /** @param {NonNullable<State["notice"]>} shown @param {number} wait */
  function countDown(shown, wait) {
    setTimeout(() => {
      if (store.get().notice !== shown) return;
      if (wait <= 1) return retry();
      const next = { ...shown, wait: wait - 1 };
      store.dispatch({ type: "notice", notice: next });
      countDown(next, wait - 1);
    }, SECOND);
  }

  /** @param {string} text @param {boolean} asks @param {number | null} [wait] */
  return (text, asks, wait = null) => {
    const shown = { text, retry: asks, wait };
    store.dispatch({ type: "notice", notice: shown });
    if (wait !== null) countDown(shown, wait);
    if (asks) return;
    setTimeout(() => {
      if (store.get().notice === shown) store.dispatch({ type: "notice", notice: null });
    }, STAYS);
  };
}
