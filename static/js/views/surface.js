import { contourLines, pathOf, smoothed } from "../contour.js";
import { find, pixelContext, setText } from "../dom.js";
import { colour, ranged } from "../palette.js";
import * as text from "../text.js";
import { createHover } from "./surface-hover.js";
import { createOverlay } from "./surface-overlay.js";

/** @import { Actions, Frame, State, View } from "../types.js" */
/** @import { Look } from "../look.js" */

/** Milliseconds between two text summaries, for people who listen. */
const SUMMARY_PAUSE = 5000;

/**
 * The prediction over the plane, with the decision boundary and the data on it.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @param {Look} look
 * @returns {View}
 */
export function surfaceView(host, actions, look) {
  /** @param {string} name */
  const part = (name) => find(host, `[data-part="${name}"]`, HTMLElement);
  const canvas = find(host, "canvas", HTMLCanvasElement);
  const context = pixelContext(canvas);
  const plot = part("plot");
  const overlay = createOverlay(
    find(host, "[data-part=overlay]", SVGSVGElement),
    find(host, "[data-part=points]", SVGSVGElement),
    look,
  );
  const hover = createHover(plot, part("hover"));
  const unitKey = part("unit-key");
  const diverged = createDivergedChip(part, actions);
  /** @type {ImageData | null} */
  let image = null;
  /** @type {Frame | null} */
  let painted = null;
  let paintedLook = -1;
  let side = 0;
  let pieces = 0;
  let summaryDue = 0;

  /** @param {NonNullable<Frame["surface"]>} surface */
  function paintField({ shape: [size], values, low, high }) {
    if (image?.width !== size) {
      canvas.width = size;
      canvas.height = size;
      image = context.createImageData(size, size);
    }
    colour(values, ranged(look.palette, low, high), new Uint32Array(image.data.buffer));
    context.putImageData(image, 0, 0);
  }

  /** @param {NonNullable<Frame["surface"]>} surface */
  function paintBoundary({ shape: [size], values, low, high, level }) {
    const quantised = level === null ? Number.NaN : ((level - low) / (high - low)) * 255;
    const lines = contourLines(smoothed(values, size), size, quantised);
    pieces = lines.length;
    overlay.boundary(pathOf(lines, side / size));
  }

  /** @param {State} state */
  function summarise({ frame, playing }) {
    const now = performance.now();
    if (!frame || (playing && now < summaryDue)) return;
    summaryDue = now + SUMMARY_PAUSE;
    setText(part("summary"), text.surfaceSummary(frame.snapshot, pieces));
  }

  const observer = new ResizeObserver(() => {
    side = plot.clientWidth;
    actions.dispatch({ type: "look" });
  });
  observer.observe(plot);
  side = plot.clientWidth;

  return {
    update(state) {
      const { frame, data, look: generation } = state;
      part("busy").hidden = !state.busy;
      diverged(state);
      if (!frame?.surface) return;
      const anew = generation !== paintedLook;
      if (frame !== painted || anew) {
        paintField(frame.surface);
        overlay.frame(frame.surface.bounds, side, anew);
        paintBoundary(frame.surface);
        summarise(state);
      }
      if (data) {
        overlay.points(data, anew);
        part("test-key").hidden = data.train.every(Boolean);
      }
      const unit = state.hovered ?? state.pinned;
      overlay.unitLine(unit, frame.parameters);
      unitKey.hidden = unit === null;
      if (unit !== null) setText(part("unit-key-name"), text.unitLine(unit));
      hover.update(frame.surface);
      painted = frame;
      paintedLook = generation;
    },
    resize() {
      side = plot.clientWidth;
    },
    destroy() {
      observer.disconnect();
      hover.destroy();
    },
  };
}

/**
 * What happened, what helps, and the remedy.
 * @param {(name: string) => HTMLElement} part
 * @param {Actions} actions
 */
function createDivergedChip(part, actions) {
  const chip = part("diverged");
  find(chip, "[data-action=calm]", HTMLButtonElement).addEventListener("click", actions.calm);
  /** @param {State} state */
  return ({ runState, reason, frame }) => {
    const shown = runState === "diverged";
    if (shown) setText(part("diverged-reason"), text.diverged(reason, frame?.snapshot.iteration ?? 0));
    chip.hidden = !shown;
  };
}
