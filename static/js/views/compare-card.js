import { pathOf } from "../contour.js";
import { html, icon, setHidden, setText, svg } from "../dom.js";
import { formatCost, formatCount, formatPercent, formatScore } from "../format.js";
import { createFrozenWatch } from "../frozen.js";
import { LETTERS } from "../networks.js";
import { predictionKind } from "../prediction.js";
import * as text from "../text.js";
import { createMaps } from "./compare-maps.js";
import { boundaryLines, createField } from "./surface-field.js";
import { createOverlay, curvePath } from "./surface-overlay.js";

/** @import { Actions, Network, State, Surface } from "../types.js" */
/** @import { FrameSnapshot } from "../wire.js" */
/** @import { Look } from "../look.js" */

/**
 * One network among others: its surface, its hidden units, its cost, and what is wrong with it.
 * @param {number} place 0 for A
 * @param {Actions} actions
 * @param {Look} look
 */
export function createCard(place, actions, look) {
  const letter = LETTERS[place];
  const name = html("span", { class: "network-title" });
  const pick = html(
    "button",
    { type: "button", class: "network-name", title: text.pickNetwork(letter) },
    html("span", { class: `run-badge run-${letter.toLowerCase()}` }, letter),
    name,
  );
  const lag = html("span", { class: "network-lag" });
  const canvas = html("canvas", { width: 1, height: 1 });
  const layers = [
    svg("svg", { class: "overlay", "aria-hidden": "true" }),
    svg("svg", { class: "point-layer", "aria-hidden": "true" }),
  ];
  const chip = createChip(place, actions);
  const plot = html("div", { class: "plot" }, canvas, layers[1], layers[0], chip.element);
  const maps = html("div", { class: "small-maps", "aria-hidden": "true" });
  const numbers = createNumbers();
  const summary = html("p", { class: "visually-hidden" });
  const element = html(
    "article",
    { class: "card network-card", "data-network": letter },
    html("div", { class: "network-head" }, pick, lag),
    html("div", { class: "plot-room" }, plot),
    html("div", { class: "network-foot" }, maps, numbers.element),
    summary,
  );
  const paintField = createField(canvas, look);
  const paintMaps = createMaps(maps);
  const overlay = createOverlay(layers[0], layers[1], look);
  let side = 0;
  /** @type {unknown[]} */
  let drawn = [];
  let pieces = 0;
  pick.addEventListener("click", () => actions.pick(place));
  element.addEventListener("click", ({ target }) => {
    if (target instanceof Element && !target.closest("button")) actions.pick(place);
  });

  /** @param {Surface} surface @param {number} outputs @param {boolean} anew */
  function paintSurface(surface, outputs, anew) {
    const kind = predictionKind(surface);
    paintField(surface, kind, outputs);
    overlay.frame(surface.bounds, side, anew);
    if (kind === "curve") {
      overlay.line(curvePath(surface, side));
      return;
    }
    const lines = boundaryLines(surface, kind, outputs);
    pieces = lines.length;
    overlay.line(pathOf(lines, side / surface.shape[0]));
  }

  return {
    element,
    plot,
    measure() {
      side = plot.clientWidth;
    },
    /**
     * @param {State} state
     * @param {Network} network
     * @param {{ title: string, iteration: number, tested: boolean, told: boolean }} about told: it is time to tell those who listen
     */
    update({ look: generation, focus, data, drives }, network, { title, iteration, tested, told }) {
      setText(name, title);
      element.setAttribute("aria-label", text.networkNamed(letter, title));
      const picked = focus === place;
      element.classList.toggle("picked", picked);
      pick.setAttribute("aria-pressed", String(picked));
      chip.update(network, drives);
      const { frame } = network;
      element.classList.toggle("waiting", frame === null);
      if (!frame?.surface || side === 0) return;
      const { snapshot } = frame;
      setText(lag, snapshot.iteration === iteration ? "" : text.standsAt(formatCount(snapshot.iteration)));
      numbers.update(snapshot, tested);
      const anew = generation !== drawn[1] || side !== drawn[2];
      if (frame !== drawn[0] || anew) {
        paintSurface(frame.surface, frame.parameters?.W2.shape[0] ?? 1, anew);
        if (frame.hidden) paintMaps(frame.hidden, look.palette);
        drawn = [frame, generation, side];
      }
      if (data) overlay.points(data, anew);
      if (told) setText(summary, text.surfaceSummary(snapshot, frame.surface, pieces));
    },
  };
}

/** The numbers of a network. */
function createNumbers() {
  const entries = Array.from({ length: 2 }, () => {
    const [term, value] = [html("dt"), html("dd", {}, text.nothing)];
    return { term, value, pair: html("div", {}, term, value) };
  });
  const [cost, score] = entries;
  return {
    element: html("dl", { class: "network-numbers" }, cost.pair, score.pair),
    /** Cost on what is trained on; how well it does on what it has not seen, if there is such. @param {FrameSnapshot} snapshot @param {boolean} tested */
    update(snapshot, tested) {
      const { train_cost, train_accuracy, test_accuracy, train_r2, test_r2 } = snapshot;
      const real = train_accuracy === null;
      setText(cost.term, tested ? text.costOf(text.train) : text.cost);
      setText(cost.value, formatCost(train_cost));
      const what = real ? text.r2 : text.accuracy;
      setText(score.term, tested ? text.scoreOf(what, text.test) : what);
      const value = real
        ? formatScore(tested ? test_r2 : train_r2)
        : formatPercent(tested ? test_accuracy : train_accuracy);
      setText(score.value, value);
    },
  };
}

/**
 * What is wrong with a network, and the remedy.
 * @param {number} place
 * @param {Actions} actions
 */
function createChip(place, actions) {
  const isFrozen = createFrozenWatch();
  const [title, reason] = [html("strong"), html("span")];
  const remedy = html("button", { type: "button", class: "button" });
  const element = html(
    "div",
    { class: "warn-chip", role: "status", hidden: true },
    icon("warn"),
    html("p", {}, title, " ", reason),
    remedy,
  );
  let diverged = false;
  remedy.addEventListener("click", () => {
    if (diverged) actions.calm(place);
    else actions.choose("network.init.scheme", "small_normal", place);
  });
  return {
    element,
    /** @param {Network} network @param {boolean} drives */
    update({ frame, runState, reason: why, accepted }, drives) {
      diverged = runState === "diverged";
      const still = frame !== null && isFrozen(frame) && accepted?.training.learning_rate !== 0;
      setHidden(element, !diverged && !still);
      if (element.hidden) return;
      setText(title, diverged ? text.divergedTitle : text.frozenTitle);
      setText(reason, diverged ? text.ended(why) : text.frozenReason);
      setText(remedy, diverged ? text.calmRemedy : text.thawRemedy);
      remedy.disabled = !drives;
    },
  };
}
