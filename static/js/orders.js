/** @import { RunCommand } from "./types.js" */

/**
 * Commands that the server has not confirmed yet, by number. A play or pause is a wish, which a later one replaces and
 * which outlives a lost connection; of the others nobody knows then whether they were obeyed.
 * @param {(command: RunCommand) => void} send
 */
export function createOrders(send) {
  let number = 0;
  /** @type {Map<number, RunCommand>} */
  const open = new Map();

  /** @param {(command: RunCommand) => boolean} which */
  function take(which) {
    const taken = [...open].filter(([, command]) => which(command));
    for (const [id] of taken) open.delete(id);
    return taken.map(([, command]) => command);
  }

  return {
    /** @param {RunCommand} command */
    give(command) {
      if (isWish(command)) take(isWish);
      number += 1;
      open.set(number, command);
      send({ ...command, id: number });
    },
    /** The play or pause that is not confirmed yet. */
    wish: () => [...open.values()].find(isWish) ?? null,
    /** What came before a command that is kept is kept with it. @param {number[]} ids */
    confirm(ids) {
      const last = Math.max(0, ...ids);
      for (const id of [...open.keys()]) if (id <= last) open.delete(id);
    },
    /** The command of that number, which will not be obeyed. @param {number | null} id */
    refuse(id) {
      const command = id === null ? undefined : open.get(id);
      if (command && id !== null) open.delete(id);
      return command ?? null;
    },
    /** Give up all but the wish: return the kinds of what may or may not have been obeyed. */
    lose: () => take((command) => !isWish(command)).map(({ type }) => type),
    clear: () => open.clear(),
  };
}

/** @param {RunCommand} command */
function isWish({ type }) {
  return type === "play" || type === "pause";
}
