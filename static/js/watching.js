/** @import { State } from "./types.js" */
/** @import { Watch } from "./wire.js" */

/** Wider than this the hidden units' maps are drawn small: a frame stays light. */
const WIDE = 32;
const MAP_RESOLUTION = { few: 50, many: 24 };
/** The picture is drawn finer while it stands still. */
const RESOLUTION = { moving: 100, still: 200 };
/** Frames a second in a tab that nobody sees. */
const HIDDEN_RATE = 2;

/**
 * What the page asks to see: all of it, or in a hidden tab no more than keeps the curve whole.
 * @param {Pick<State, "playing" | "catalog" | "accepted" | "hidden">} state
 * @returns {Watch}
 */
export function watchFor({ playing, catalog, accepted, hidden }) {
  if (hidden) return { type: "watch", channels: ["costs"], max_fps: HIDDEN_RATE };
  const wide = accepted !== null && accepted.network.hidden_width > WIDE;
  const wanted = playing ? RESOLUTION.moving : RESOLUTION.still;
  return {
    type: "watch",
    channels: ["surface", "boundary", "hidden", "costs", "parameters"],
    resolution: Math.min(wanted, catalog?.limits.resolution ?? wanted),
    hidden_resolution: wide ? MAP_RESOLUTION.many : MAP_RESOLUTION.few,
  };
}
