/** What JavaScript says of a run's files; what stands still is in the template. */
import { say } from "./language.js";

export const asItStands = say("Everything is of the run as it stands when you click.");
/** @param {string} letter */
export const picked = (letter) =>
  say("Everything is of network {letter}, the one that is picked.", { letter });
/** @param {string} letter */
export const firstOfAll = (letter) =>
  say("Everything is of network {letter}, the first: all are picked. Pick another one under Change.", {
    letter,
  });
export const noRun = say("There is no run yet: only weights can be brought back.");
export const diverged = say(
  "The run has diverged: its weights may be no finite numbers, and such weights cannot be brought back.",
);
/** @param {string} figure @param {string} kind */
export const figureAs = (figure, kind) => say("{figure} as {kind}", { figure, kind });
export const notDrawn = say("This browser could not draw the figure.");
/** @param {string} file */
export const broughtBack = (file) =>
  say("{file}: the run is back, with these weights at iteration 0.", { file });
/** @param {string} field @param {string} line */
export const fault = (field, line) => say("{label}: {line}", { label: field, line });
/** @param {number} count */
export const moreFaults = (count) => say("and {count} more", { count });
