/** What the browser remembers of its visits: whether there was one, and which hints were closed. */
import { slot } from "./memory.js";

export const HINTS = 3;

/** How many hints are closed; empty before the first visit. theme-early.js reads it, too. */
const closed = slot(() => localStorage, "hints");

export const visits = {
  /** Whether nobody has been here before with this browser. */
  isFirst: () => closed.get() === null,
  /** From now on somebody has. */
  note() {
    if (visits.isFirst()) closed.set("0");
  },
  /** Show the hint of that number, or none after the last. @param {number} hint */
  show(hint) {
    closed.set(String(hint));
    if (hint < HINTS) document.documentElement.dataset.hints = String(hint);
    else delete document.documentElement.dataset.hints;
  },
};
