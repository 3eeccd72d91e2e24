/** @import { State } from "./types.js" */

/** Milliseconds between two sentences while it plays. */
const PAUSE = 5000;

/**
 * When to write what is read aloud: every few seconds while it plays, and at once when it stands, when it starts
 * again and when another run takes its place.
 * @param {() => number} [clock] milliseconds
 */
export function createPace(clock = () => performance.now()) {
  let due = 0;
  let run = "";
  let reached = -1;
  /** @param {Pick<State, "frame" | "playing"> & { goal?: State["goal"] }} state */
  return ({ frame, playing, goal }) => {
    if (!frame) return false;
    const { snapshot } = frame;
    const anew = snapshot.run !== run || snapshot.iteration < reached;
    run = snapshot.run;
    reached = snapshot.iteration;
    if ((playing || goal) && !anew && clock() < due) return false;
    due = clock() + PAUSE;
    return true;
  };
}
