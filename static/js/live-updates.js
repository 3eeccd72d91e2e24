import { nested, valueAt, withValue } from "./configuration.js";

/** @import { RunCommand } from "./types.js" */
/** @import { Configuration } from "./wire.js" */

/** Milliseconds between two updates while a slider moves. */
const PAUSE = 50;

/**
 * Values that act on the running run. One that the server has not echoed yet wins over what the server says, so that
 * a late answer never moves a slider back under the hand.
 * @param {(command: RunCommand) => void} send
 */
export function createLiveUpdates(send) {
  /** @type {Map<string, unknown>} */
  const unechoed = new Map();
  let waiting = false;

  function resend() {
    waiting = false;
    for (const [path, value] of unechoed) {
      send(/** @type {any} */ ({ type: "update", ...nested({ [path]: value }) }));
    }
  }

  return {
    /** @param {string} path @param {unknown} value */
    set(path, value) {
      unechoed.set(path, value);
      if (!waiting) setTimeout(resend, PAUSE);
      waiting = true;
    },
    /** A value that the next `resend` sends. @param {string} path @param {unknown} value */
    keep: (path, value) => void unechoed.set(path, value),
    resend,
    /** What the server says, with what it does not know yet. @param {Configuration} configuration */
    overlay(configuration) {
      let shown = configuration;
      for (const [path, value] of unechoed) {
        if (valueAt(configuration, path) === value) unechoed.delete(path);
        else shown = withValue(shown, path, value);
      }
      return shown;
    },
    /** The server refused: its values hold. */
    forget: () => unechoed.clear(),
  };
}
