import { channelsOfPanels, optionsOfPanels } from "./inside/panels.js";

/** @import { State } from "./types.js" */
/** @import { Watch } from "./wire.js" */

/** Wider than this the hidden units' maps are drawn small: a frame stays light. */
const WIDE = 32;
const MAP_RESOLUTION = { few: 50, many: 24 };
/** The picture is drawn finer while it stands still. */
const RESOLUTION = { moving: 100, still: 200 };
/** Of several pictures each is smaller, and so are their units. */
const COMPARED = { moving: 64, still: 120, map: 24, wideMap: 12 };
/** Frames a second: more than the 30 that are to be painted, since some come too late for their turn. */
const RATE = 40;
/** The same in a tab that nobody sees. */
const HIDDEN_RATE = 2;

/**
 * What the page asks to see: all of it, or in a hidden tab no more than keeps the curve whole.
 * @param {Pick<State, "playing" | "catalog" | "accepted" | "hidden" | "networks" | "curve" | "inside" | "data">} state
 * @returns {Watch}
 */
export function watchFor(state) {
  const { playing, catalog, accepted, hidden, networks, curve } = state;
  const several = networks.length > 0;
  /** @type {NonNullable<Watch["channels"]>} */
  const curves = curve === "score" && !several ? ["costs", "accuracies"] : ["costs"];
  if (hidden) return { type: "watch", channels: curves, max_fps: HIDDEN_RATE };
  const all = several ? networks.map((network) => network.accepted) : [accepted];
  const wide = all.some((configuration) => (configuration?.network.hidden_width ?? 0) > WIDE);
  const { moving, still } = several ? COMPARED : RESOLUTION;
  const wanted = playing ? moving : still;
  const maps = several ? { few: COMPARED.map, many: COMPARED.wideMap } : MAP_RESOLUTION;
  return {
    type: "watch",
    channels: [
      "surface",
      "boundary",
      "hidden",
      ...curves,
      "parameters",
      ...channelsOfPanels(state),
      ...(several ? [/** @type {const} */ ("z_histogram")] : []),
    ],
    resolution: Math.min(wanted, catalog?.limits.resolution ?? wanted),
    hidden_resolution: wide ? maps.many : maps.few,
    max_fps: RATE,
    ...optionsOfPanels(state),
  };
}
