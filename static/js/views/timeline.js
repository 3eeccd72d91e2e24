import { fieldAt } from "../configuration.js";
import { explain, find, html, setText } from "../dom.js";
import { formatCount } from "../format.js";
import { isBlank } from "../own-state.js";
import * as ownText from "../own-text.js";
import * as text from "../text.js";
import { linearTicks } from "../ticks.js";
import { isParameter, marksOf, reachedOf, spanOf } from "../timeline.js";

/** @import { Actions, Change, State, View } from "../types.js" */
/** @import { Look } from "../look.js" */

/** @typedef {{ iteration: number, name: string, kind: "start" | "change" | "diverged" }} Mark */

/** Pixels between marks that can be told apart, and between labels. */
const NEAR = 12;
const GAP = 10;
/** Iterations that Shift and an arrow key go. */
const STRIDE = 10;
const TICKS = 10;

/**
 * The way of a run: a slider to any iteration that was reached, marks for its start and for what was changed. What
 * lies ahead of a run that has gone back is pale.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @param {Look} look
 * @returns {View}
 */
export function timelineView(host, actions, look) {
  const slider = find(host, "input[type=range]", HTMLInputElement);
  const labels = find(host, "[data-part=labels]", HTMLElement);
  const line = find(host, "[data-part=line]", HTMLElement);
  const listening = new AbortController();
  const { signal } = listening;
  let reached = 0;
  let drawn = "";
  let byPointer = false;
  let width = line.clientWidth;
  const observer = new ResizeObserver(() => {
    width = line.clientWidth;
    actions.dispatch({ type: "look" });
  });
  observer.observe(line);

  slider.addEventListener("input", () => actions.seek(Math.min(Number(slider.value), reached)), { signal });
  slider.addEventListener("keydown", (event) => stride(event, actions), { signal });
  slider.addEventListener("pointerdown", () => (byPointer = true), { signal });
  slider.addEventListener(
    "change",
    () => {
      if (byPointer) slider.blur(); // so that the arrow keys and Space mean the run again
      byPointer = false;
    },
    { signal },
  );
  labels.addEventListener(
    "click",
    ({ target }) => {
      const label = target instanceof Element && target.closest("button");
      if (label) actions.seek(Number(label.getAttribute("data-iteration")));
    },
    { signal },
  );

  /** @param {State} state @param {number} span @param {number} width */
  function drawMarks(state, span, width) {
    const marks = marksIn(state, (NEAR * look.scale * span) / Math.max(1, width));
    const stop = state.accepted?.training.stop.iteration ?? null;
    const key = JSON.stringify([marks, span, stop, width, look.scale]);
    if (key === drawn) return;
    drawn = key;
    const ticks = linearTicks(0, span, TICKS).map((iteration) => tick("line-tick", iteration / span));
    line.replaceChildren(
      ...ticks,
      ...marks.map(({ iteration, kind }) => tick(`line-mark ${kind}`, iteration / span)),
    );
    const end = html("span", { class: "line-end" }, stop === span ? text.stopsAt(span) : formatCount(span));
    const named = marks.map((mark) => label(mark, span));
    labels.replaceChildren(end, ...named);
    spread(end, named, width);
  }

  return {
    update(state) {
      const { frame, sought, connection, drives } = state;
      reached = reachedOf(state);
      const now = Math.min(sought ?? frame?.snapshot.iteration ?? 0, reached);
      const span = spanOf(reached, state.accepted?.training.stop.iteration ?? null);
      if (slider.max !== String(span)) slider.max = String(span);
      if (slider.value !== String(now)) slider.value = String(now);
      slider.setAttribute("aria-valuetext", text.placeOf(now, reached));
      slider.disabled = !drives || connection === "lost" || reached === 0 || isBlank(state);
      explain(slider, whyNot(state));
      line.style.setProperty("--now", (now / span).toFixed(5));
      line.style.setProperty("--reached", (reached / span).toFixed(5));
      drawMarks(state, span, width);
      for (const mark of labels.querySelectorAll("button")) mark.disabled = slider.disabled;
    },
    resize() {
      drawn = "";
    },
    destroy() {
      listening.abort();
      observer.disconnect();
    },
  };
}

/** @param {State} state */
function whyNot(state) {
  if (!state.drives) return text.watchingWhy;
  if (isBlank(state)) return ownText.pointsFirst;
  return state.connection === "lost" ? text.notWhileAway : "";
}

/** @param {KeyboardEvent} event @param {Actions} actions */
function stride(event, actions) {
  const forward = event.key === "ArrowRight" || event.key === "ArrowUp";
  const backward = event.key === "ArrowLeft" || event.key === "ArrowDown";
  if (!event.shiftKey || !(forward || backward)) return;
  event.preventDefault();
  actions.back(forward ? -STRIDE : STRIDE);
}

/** @param {State} state @param {number} near @returns {Mark[]} */
function marksIn(state, near) {
  /** @type {Mark[]} */
  const marks = [{ iteration: 0, name: text.start, kind: "start" }];
  for (const { iteration, changes } of marksOf(state.changes, near))
    marks.push({ iteration, name: marksName(changes, state), kind: "change" });
  if (state.runState === "diverged")
    marks.push({ iteration: reachedOf(state), name: text.divergedMark, kind: "diverged" });
  return marks;
}

/** What a mark is called. @param {Change[]} changes @param {State} state */
export function marksName(changes, state) {
  return changes.length === 1 ? nameOf(changes[0], state) : text.severalChanges(changes.length);
}

/** @param {Change} change @param {State} state */
function nameOf({ field, before, after, letters }, { catalog }) {
  const about = catalog && !isParameter(field) ? fieldAt(catalog, field) : null;
  const name = about ? about.symbol || text.inPageLanguage(about.label) : field;
  const what = about ? text.changed(name, before, after) : text.edited(name);
  return letters ? text.inNetworks(letters, what) : what;
}

/** @param {string} name @param {number} share */
function tick(name, share) {
  const element = html("i", { class: name });
  element.style.setProperty("--at", share.toFixed(5));
  return element;
}

/** @param {Mark} mark @param {number} span */
function label({ iteration, name, kind }, span) {
  const element = html("button", {
    type: "button",
    class: `line-label ${kind}`,
    "data-iteration": iteration,
    title: text.goTo(name, iteration),
  });
  setText(element, name);
  element.style.setProperty("--at", (iteration / span).toFixed(5));
  return element;
}

/**
 * Put labels where their marks are, the newest first; those without room go, and the end's goes before all.
 * @param {HTMLElement} end
 * @param {HTMLElement[]} labels in order
 * @param {number} width
 */
function spread(end, labels, width) {
  const widths = labels.map((element) => element.offsetWidth);
  const room = end.offsetWidth;
  /** @type {[number, number][]} */
  const taken = [];
  for (let k = labels.length - 1; k >= 0; k--) {
    const at = Number(labels[k].style.getPropertyValue("--at")) * width;
    const left = Math.min(at, width - widths[k]);
    const overlaps = taken.some(([from, to]) => left < to + GAP && left + widths[k] + GAP > from);
    labels[k].hidden = overlaps;
    if (overlaps) continue;
    labels[k].style.setProperty("--left", `${left.toFixed(1)}px`);
    taken.push([left, left + widths[k]]);
  }
  end.hidden = taken.some(([, to]) => to + GAP > width - room);
}
