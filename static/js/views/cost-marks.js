import { marksOf } from "../timeline.js";
import { marksName } from "./timeline.js";

/** @import { State } from "../types.js" */
/** @import { Look } from "../look.js" */

/** Marks closer than this (px at a 16 px root) are one: there is room for its label. */
const APART = 84;

/**
 * Where something was changed by hand, as lines and labels for Plotly.
 * @param {State} state
 * @param {Look} look
 * @param {{ last: number, width: number }} axis its last iteration, and how wide it is drawn
 */
export function changeMarks(state, look, { last, width }) {
  const accent = look.colour("accent");
  const marks = marksOf(state.changes, (APART * look.scale * last) / Math.max(1, width));
  const shapes = marks.map(({ iteration }) => ({
    type: "line",
    xref: "x",
    yref: "paper",
    x0: iteration,
    x1: iteration,
    y0: 0,
    y1: 1,
    line: { color: accent, width: 1.5 * look.scale, dash: "3px,3px" },
  }));
  const annotations = marks.map((mark) => {
    const late = mark.iteration > 0.6 * last;
    return {
      x: mark.iteration,
      xref: "x",
      y: 1,
      yref: "paper",
      xanchor: late ? "right" : "left",
      yanchor: "top",
      xshift: (late ? -4 : 4) * look.scale,
      showarrow: false,
      text: marksName(mark.changes, state),
      font: { color: accent, size: 12 * look.scale },
      bgcolor: look.colour("surface"),
      borderpad: 1,
    };
  });
  return { shapes, annotations };
}
