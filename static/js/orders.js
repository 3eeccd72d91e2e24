/** @import { RunCommand } from "./types.js" */

/**
 * Commands that the server has not confirmed yet, by number. A play or pause is a wish, which a later one replaces and
 * which outlives a lost connection; of the others nobody knows then whether they were obeyed. While one seek is on its
 * way only the newest of those that follow is kept, and sent once the first is answered.
 * @param {(command: RunCommand) => void} send
 */
export function createOrders(send) {
  let number = 0;
  /** @type {Map<number, RunCommand>} */
  const open = new Map();
  /** Where to go once the seek that is under way is answered. @type {RunCommand[]} */
  let next = [];

  /** @param {RunCommand} command */
  function deliver(command) {
    if (isWish(command)) take(isWish);
    number += 1;
    open.set(number, command);
    send({ ...command, id: number });
  }

  function deliverNext() {
    const held = next;
    next = [];
    for (const command of held) deliver(command);
  }

  const seeking = () => [...open.values()].some(({ type }) => type === "seek");

  /** @param {(command: RunCommand) => boolean} which */
  function take(which) {
    const taken = [...open].filter(([, command]) => which(command));
    for (const [id] of taken) open.delete(id);
    return taken.map(([, command]) => command);
  }

  return {
    /** @param {RunCommand} command */
    give(command) {
      deliverNext();
      deliver(command);
    },
    /** Go to a moment, by one command or one for each run; the newest wins. @param {RunCommand[]} commands */
    seek(commands) {
      next = commands;
      if (!seeking()) deliverNext();
    },
    /** The play or pause that is not confirmed yet. */
    wish: () => [...open.values()].find(isWish) ?? null,
    /** What came before a command that is kept is kept with it. @param {number[]} ids */
    confirm(ids) {
      const last = Math.max(0, ...ids);
      for (const id of [...open.keys()]) if (id <= last) open.delete(id);
      if (!seeking()) deliverNext();
    },
    /** It was obeyed, but is not kept: a wish stays one. @param {number | null} id */
    obeyed(id) {
      const command = id === null ? undefined : open.get(id);
      if (command && id !== null && !isWish(command)) open.delete(id);
      if (!seeking()) deliverNext();
    },
    /** The command of that number, which will not be obeyed. @param {number | null} id */
    refuse(id) {
      const command = id === null ? undefined : open.get(id);
      if (command && id !== null) open.delete(id);
      if (!seeking()) deliverNext();
      return command ?? null;
    },
    /** Give up all but the wish: return the kinds of what may or may not have been obeyed. */
    lose() {
      next = [];
      return take((command) => !isWish(command)).map(({ type }) => type);
    },
    clear() {
      next = [];
      open.clear();
    },
  };
}

/** @param {RunCommand} command */
function isWish({ type }) {
  return type === "play" || type === "pause";
}
