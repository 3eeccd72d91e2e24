import { pathOf } from "../contour.js";
import { explain, find, partsOf, setHidden, setText } from "../dom.js";
import { createFrozenWatch } from "../frozen.js";
import { standardization, unitLine } from "../inputs.js";
import { isBlank } from "../own-state.js";
import { predictionKind } from "../prediction.js";
import { createPace } from "../spoken.js";
import * as text from "../text.js";
import { createCollapseLine } from "./surface-collapse.js";
import { boundaryLines, createField } from "./surface-field.js";
import { createHandles } from "./surface-handles.js";
import { createHover } from "./surface-hover.js";
import { createSurfaceLegend } from "./surface-legend.js";
import { createMarks } from "./surface-marks.js";
import { createOverlay, curvePath, markerRadius } from "./surface-overlay.js";
import { createSolid } from "./surface-solid.js";
import { createTools } from "./surface-tools.js";

/** @import { Actions, Chart, Frame, State, Surface } from "../types.js" */
/** @import { Look } from "../look.js" */
/** @import { PredictionKind } from "../prediction.js" */

/**
 * The prediction over the view, with the decision boundary and the data on it; on request in three dimensions.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @param {Look} look
 * @param {ReturnType<typeof import("../verdict.js").createVerdicts>} verdicts
 * @param {string} plotlyUrl
 * @returns {Chart}
 */
export function surfaceView(host, actions, look, verdicts, plotlyUrl) {
  const part = partsOf(host);
  const plot = part("plot");
  const paintField = createField(find(host, "canvas", HTMLCanvasElement), look);
  const legend = createSurfaceLegend(part);
  const over = find(host, "[data-part=overlay]", SVGSVGElement);
  const overlay = createOverlay(over, find(host, "[data-part=points]", SVGSVGElement), look);
  const marks = createMarks(over);
  const oneLayer = createCollapseLine(over);
  const hover = createHover(plot, part, actions);
  const handles = createHandles(plot, actions);
  const tools = createTools(part("tools"), actions);
  const solid = createSolid(part("solid"), plot, look, plotlyUrl, () => actions.dispatch({ type: "look" }));
  const unitKey = part("unit-key");
  const diverged = createDivergedChip(part, actions);
  const frozen = createFrozenChip(part, actions);
  /** @type {Frame | null} */
  let painted = null;
  let paintedLook = -1;
  let discrete = false;
  let side = 0;
  let pieces = 0;
  const summaryIsDue = createPace();

  /** @param {Surface} surface @param {PredictionKind} kind @param {number} outputs */
  function paintLine(surface, kind, outputs) {
    if (kind === "curve") {
      overlay.line(curvePath(surface, side));
      return;
    }
    const lines = boundaryLines(surface, kind, outputs);
    pieces = lines.length;
    overlay.line(pathOf(lines, side / surface.shape[0]));
  }

  /** @param {State} state */
  function summarise(state) {
    if (!summaryIsDue(state) || !state.frame?.surface) return;
    setText(part("summary"), text.surfaceSummary(state.frame.snapshot, state.frame.surface, pieces));
  }

  /** @param {State} state */
  function paintUnitLine({ frame, data, accepted, hovered, pinned }) {
    const unit = hovered ?? pinned;
    if (unit === null || !frame?.parameters) {
      overlay.unitLine(null);
      setHidden(unitKey, true);
      return;
    }
    const { W1, b1 } = frame.parameters;
    const n_x = W1.shape[1];
    const w = Array.from({ length: n_x }, (_, k) => W1.values[n_x * unit + k]);
    const standardized = accepted?.data.standardize && data ? standardization(data) : null;
    setHidden(unitKey, !overlay.unitLine(unitLine(w, b1.values[unit], standardized)));
    setText(part("unit-key-name"), text.unitLine(unit));
  }

  const observer = new ResizeObserver(() => {
    side = plot.clientWidth;
    actions.dispatch({ type: "look" });
  });
  observer.observe(plot);
  side = plot.clientWidth;

  return {
    update(state) {
      const { frame, data, accepted, look: generation } = state;
      const waits = state.busy || (!frame && !isBlank(state));
      setHidden(part("busy"), !waits || state.connection === "lost" || state.notice?.retry === true);
      host.parentElement?.classList.toggle("lost", state.connection === "lost");
      diverged(state);
      if (!frame?.surface) return;
      const { surface } = frame;
      const kind = predictionKind(surface);
      const outputs = frame.parameters?.W2.shape[0] ?? 1;
      const anew = generation !== paintedLook || discrete !== state.shows.discrete;
      discrete = state.shows.discrete;
      if (frame !== painted || anew) {
        paintField(surface, kind, outputs, discrete);
        overlay.frame(surface.bounds, side, anew);
        paintLine(surface, kind, outputs);
        legend.scale(surface, kind, accepted?.network.output ?? "", pieces);
      }
      summarise(state);
      frozen(state);
      if (data) {
        overlay.points(data, anew);
        legend.points(data, kind);
      }
      const verdict = verdicts(state);
      marks.update(state, frame, verdict, side, markerRadius(side, look));
      legend.extras(verdict, state.shows);
      paintUnitLine(state);
      oneLayer(state, frame, side);
      hover.update(state, surface, side);
      handles.update(state, surface, side);
      tools(state, kind === "curve");
      solid.update(state);
      painted = frame;
      paintedLook = generation;
    },
    stale: solid.stale,
    draw: solid.draw,
    resize() {
      side = plot.clientWidth;
      solid.resize();
    },
    destroy() {
      observer.disconnect();
      solid.destroy();
      hover.destroy();
      handles.destroy();
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
  const calm = find(chip, "[data-action=calm]", HTMLButtonElement);
  calm.addEventListener("click", () => actions.calm());
  /** @param {State} state */
  return ({ runState, reason, frame, drives }) => {
    const shown = runState === "diverged";
    allow(calm, drives);
    if (shown) setText(part("diverged-reason"), text.diverged(reason, frame?.snapshot.iteration ?? 0));
    setHidden(chip, !shown);
  };
}

/**
 * The weights do not move: why, and a choice with which they do.
 * @param {(name: string) => HTMLElement} part
 * @param {Actions} actions
 */
function createFrozenChip(part, actions) {
  const chip = part("frozen");
  const isFrozen = createFrozenWatch();
  const thaw = find(chip, "[data-action=thaw]", HTMLButtonElement);
  thaw.addEventListener("click", () => actions.choose("network.init.scheme", "small_normal"));
  /** @param {State} state */
  return ({ frame, runState, accepted, drives }) => {
    allow(thaw, drives);
    const still = frame !== null && isFrozen(frame);
    const steps = accepted?.training.learning_rate !== 0; // without steps there is nothing to tell of the gradient
    setHidden(chip, !still || !steps || runState === "diverged");
  };
}

/** A remedy is for whoever drives. @param {HTMLButtonElement} remedy @param {boolean} drives */
function allow(remedy, drives) {
  remedy.disabled = !drives;
  explain(remedy, drives ? "" : text.watchingWhy);
}
