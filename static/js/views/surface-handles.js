import { html, setAttributes, setHidden, setText, svg } from "../dom.js";
import { lineWithin, planeView } from "../geometry.js";
import { standardization, unitLine } from "../inputs.js";
import { takesPoints } from "../own-state.js";
import { movedTo, originOf, throttled, turnedBy, turnedTo } from "../unit-lines.js";
import * as words from "../unit-lines-text.js";
import { canEdit } from "./weight-editor.js";

/** @import { Actions, Frame, State, Surface } from "../types.js" */
/** @import { Standard, Unit } from "../unit-lines.js" */

/** Of more lines only that of the unit that is looked at has a handle. */
const MOST = 12;
/** How far an arrow key moves a line, in shares of the plot, and turns it (radians). */
const STEP = 0.02;
const TURN = Math.PI / 36;
/** Where along what is seen of its line each unit has its handle: many lines cross in the middle. */
const PLACES = [0.3, 0.7, 0.38, 0.62, 0.22, 0.78];
/** Where the handles that turn a line are, in parts of what is seen of it; not on one that is shorter than this (px). */
const ENDS = [0.08, 0.92];
const SHORT = 90;
/** A line that was just sent is where it was put, until the frames show it (ms). */
const FRESH = 400;
/** Digits of what is sent. */
const DIGITS = 7;

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @typedef {NonNullable<Frame["parameters"]>} Parameters */
/** @typedef {{ button: HTMLButtonElement, hit: SVGLineElement, turns: HTMLElement[] }} Handle */
/** @typedef {{ unit: number, pointer: number, turns: boolean, by: [number, number], pivot: number[] }} Drag by: from the pointer to the line */

/**
 * The lines of the hidden units, as far as they are drawn on the surface, taken by hand: moved by their middle or
 * anywhere along them, turned by two handles, both by keyboard too. That edits W1 and b1.
 * @param {HTMLElement} plot
 * @param {Actions} actions
 */
export function createHandles(plot, actions) {
  const hits = svg("svg", { class: "line-hits", "aria-hidden": "true" });
  const held = svg("line", { class: "held-line absent" });
  hits.append(held);
  const spoken = html("p", { class: "visually-hidden", role: "status" });
  const layer = html("div", { class: "line-handles", hidden: true }, spoken);
  layer.prepend(hits);
  plot.append(layer);
  /** @type {Handle[]} */
  let handles = [];
  /** @type {{ state: State, surface: Surface, side: number, parameters: Parameters } | null} */
  let shown = null;
  /** @type {unknown[]} */
  let drawn = [];
  /** @type {Drag | null} */
  let drag = null;
  /** What was sent last. @type {{ unit: number, line: Unit, at: number } | null} */
  let sent = null;
  let delivered = Number.NEGATIVE_INFINITY;
  const send = throttled(deliver);

  const plane = () => planeView(shown?.surface.bounds ?? [0, 1, 0, 1], shown?.side ?? 1);
  /** @returns {Standard} */
  const standard = () => {
    const { accepted, data } = shown?.state ?? {};
    return accepted?.data.standardize && data ? standardization(data) : null;
  };
  const biases = () => shown?.state.accepted?.network.biases !== false;

  /** The unit in the newest frame. @param {number} unit @returns {Unit} */
  function trained(unit) {
    if (!shown) return { w: [], b: 0 };
    const { W1, b1 } = shown.parameters;
    const n_x = W1.shape[1];
    const w = Array.from({ length: n_x }, (_, k) => W1.values[unit * n_x + k]);
    return { w, b: b1.values[unit] };
  }

  /** The same, or as it was just put. @param {number} unit @returns {Unit} */
  function lineOf(unit) {
    const fresh = sent?.unit === unit && (drag || performance.now() - sent.at < FRESH);
    return fresh && sent ? sent.line : trained(unit);
  }

  /** The part of it that is seen, with the positive side to its right. @param {Unit} line */
  function ends({ w, b }) {
    const [w1, w2, offset] = unitLine(w, b, standard());
    const found = shown && lineWithin(w1, w2, offset, shown.surface.bounds);
    if (!found) return null;
    const [[x1, y1], [x2, y2]] = found;
    return w1 * (y2 - y1) - w2 * (x2 - x1) > 0 ? found : /** @type {typeof found} */ ([found[1], found[0]]);
  }
  /** @param {[number, number][]} ends @param {number} share */
  const along = ([[x1, y1], [x2, y2]], share) => [x1 + share * (x2 - x1), y1 + share * (y2 - y1)];

  /** A line that is moved has another b1; one that is turned another row of W1 too. @param {{ unit: number, line: Unit, turns: boolean }} edit */
  function deliver({ unit, line, turns }) {
    if (!shown || !canEdit(shown.state)) return;
    const before = trained(unit);
    const late = performance.now() - delivered < FRESH; // the frame may not know of the one before
    delivered = performance.now();
    /** @param {"W1" | "b1"} name @param {number} column @param {number} value @param {number} old */
    const edit = (name, column, value, old) => {
      const rounded = Number(value.toPrecision(DIGITS));
      if (late || rounded !== Number(old.toPrecision(DIGITS)))
        actions.edit({ name, row: unit, column }, rounded);
    };
    if (turns) for (const [k, value] of line.w.entries()) edit("W1", k, value, before.w[k]);
    if (biases()) edit("b1", 0, line.b, before.b);
  }

  /** @param {number} unit @param {Unit | null} line @param {boolean} turns */
  function put(unit, line, turns) {
    if (!line || ![...line.w, line.b].every(Number.isFinite)) return;
    sent = { unit, line, at: performance.now() };
    send({ unit, line, turns });
    arrange();
  }

  /** @param {PointerEvent} event @returns {[number, number]} */
  function placeOf({ clientX, clientY }) {
    const box = plot.getBoundingClientRect();
    const side = shown?.side ?? 1;
    return plane().point(
      ((clientX - box.left) / box.width) * side,
      ((clientY - box.top) / box.height) * side,
    );
  }

  /** @param {PointerEvent} event @param {number} unit @param {boolean} turns */
  function grab(event, unit, turns) {
    if (event.button !== 0 || drag || !shown) return;
    const seen = ends(lineOf(unit));
    const element = event.currentTarget;
    if (!seen || !(element instanceof Element) || (!turns && !biases())) return;
    event.preventDefault(); // no selection of text; the focus is set here
    handles[unit]?.button.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    const at = placeOf(event);
    const middle = along(seen, 0.5);
    const foot = nearest(seen, at);
    drag = {
      unit,
      pointer: event.pointerId,
      turns,
      by: [foot[0] - at[0], foot[1] - at[1]],
      pivot: biases() ? middle : originOf(standard()),
    };
    plot.classList.add("holds-line");
  }

  /** @param {PointerEvent} event */
  function pull(event) {
    if (drag?.pointer !== event.pointerId) return;
    event.stopPropagation(); // the hand is no look at a place
    const { unit, turns, by, pivot } = drag;
    const at = placeOf(event);
    const place = [at[0] + by[0], at[1] + by[1]];
    if (turns) put(unit, turnedTo(lineOf(unit).w, pivot, place, standard()), true);
    else put(unit, movedTo(trained(unit).w, place, standard()), false);
  }

  /** @param {PointerEvent} event */
  function release(event) {
    if (drag?.pointer !== event.pointerId) return;
    drag = null;
    plot.classList.remove("holds-line");
    arrange();
  }

  /** @param {KeyboardEvent} event @param {number} unit */
  function onKey(event, unit) {
    const arrow = ARROWS[event.key];
    if (!arrow || !shown || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const line = lineOf(unit);
    const seen = ends(line);
    if (!seen) return;
    const middle = along(seen, 0.5);
    const [left, right, bottom, top] = shown.surface.bounds;
    if (event.shiftKey) {
      if (line.w.length < 2) return;
      const [[x1, y1], [x2, y2]] = seen;
      const sign = event.key === "ArrowLeft" || event.key === "ArrowUp" ? 1 : -1;
      const pivot = biases() ? middle : originOf(standard());
      put(unit, turnedBy(line, pivot, [x2 - x1, y2 - y1], sign * TURN, standard()), true);
    } else if (biases()) {
      const place = [
        middle[0] + STEP * arrow[0] * (right - left),
        middle[1] + STEP * arrow[1] * (top - bottom),
      ];
      put(unit, movedTo(line.w, place, standard()), false);
    }
    const now = lineOf(unit);
    setText(spoken, words.stands(unit, now.w, now.b));
  }

  /** @param {number} unit @returns {Handle} */
  function create(unit) {
    const button = html("button", { type: "button", class: "line-handle" });
    const hit = svg("line", { class: "line-hit" });
    const turns = ENDS.map(() => html("span", { class: "line-turn", "aria-hidden": true }));
    for (const element of [button, hit, ...turns]) {
      const turning = turns.some((turn) => turn === element);
      element.addEventListener("pointerdown", (event) =>
        grab(/** @type {PointerEvent} */ (event), unit, turning),
      );
      element.addEventListener("pointermove", (event) => pull(/** @type {PointerEvent} */ (event)));
      for (const end of ["pointerup", "pointercancel"])
        element.addEventListener(end, (event) => release(/** @type {PointerEvent} */ (event)));
      element.addEventListener("pointerenter", () => drag || actions.dispatch({ type: "hovered", unit }));
      element.addEventListener("pointerleave", () => drag || leave());
    }
    button.addEventListener("keydown", (event) => onKey(event, unit));
    button.addEventListener("focus", () => actions.dispatch({ type: "hovered", unit }));
    button.addEventListener("blur", () => actions.dispatch({ type: "hovered", unit: null }));
    hits.append(hit);
    layer.append(button, ...turns);
    return { button, hit, turns };
  }

  /** The pointer has left; a handle that has the focus keeps its unit in sight. */
  function leave() {
    const focused = handles.findIndex(({ button }) => button === document.activeElement);
    actions.dispatch({ type: "hovered", unit: focused < 0 ? null : focused });
  }

  /** Put every handle on its line. */
  function arrange() {
    if (!shown) return;
    const { state, side } = shown;
    const view = plane();
    const few = handles.length <= MOST;
    const active = drag?.unit ?? state.hovered ?? state.pinned;
    setAttributes(hits, { viewBox: `0 0 ${side} ${side}` });
    for (const [unit, { button, hit, turns }] of handles.entries()) {
      const line = lineOf(unit);
      const seen = few || unit === active ? ends(line) : null;
      hit.classList.toggle("absent", !seen);
      setHidden(button, !seen);
      const pixels = seen?.map(([x, y]) => [view.px(x), view.py(y)]) ?? [];
      const long = seen ? Math.hypot(pixels[1][0] - pixels[0][0], pixels[1][1] - pixels[0][1]) : 0;
      const turnable = line.w.length > 1;
      for (const turn of turns) setHidden(turn, !seen || unit !== active || !turnable || long < SHORT);
      if (!seen) continue;
      const [[x1, y1], [x2, y2]] = pixels;
      setAttributes(hit, { x1, y1, x2, y2 });
      stand(button, along(/** @type {any} */ (pixels), PLACES[unit % PLACES.length]));
      for (const [k, turn] of turns.entries()) stand(turn, along(/** @type {any} */ (pixels), ENDS[k]));
      const name = words.handle(unit, biases(), turnable);
      if (button.ariaLabel !== name) button.ariaLabel = name;
      if (button.textContent !== String(unit + 1)) button.textContent = String(unit + 1);
    }
    const seen = drag && sent?.unit === drag.unit ? ends(sent.line) : null;
    held.classList.toggle("absent", !seen);
    if (!seen) return;
    const [[x1, y1], [x2, y2]] = seen.map(([x, y]) => [view.px(x), view.py(y)]);
    setAttributes(held, { x1, y1, x2, y2 });
  }

  return {
    /** @param {State} state @param {Surface} surface @param {number} side of the plot (px) */
    update(state, surface, side) {
      const { frame, shows, data, hovered, pinned } = state;
      const asked = shows.lines && !shows.solid && canEdit(state) && !takesPoints(state);
      const parameters = asked ? (frame?.parameters ?? null) : null;
      setHidden(layer, !parameters);
      if (!parameters) {
        shown = drag = null;
        drawn = [];
        return;
      }
      const now = [frame, surface, data, hovered, pinned, side];
      if (now.every((value, k) => value === drawn[k])) return;
      drawn = now;
      shown = { state, surface, side, parameters };
      const count = parameters.W1.shape[0];
      if (handles.length !== count) {
        for (const { button, hit, turns } of handles)
          for (const part of [button, hit, ...turns]) part.remove();
        handles = Array.from({ length: count }, (_, unit) => create(unit));
      }
      arrange();
    },
    destroy: () => layer.remove(),
  };
}

/** @param {HTMLElement} element @param {number[]} place */
function stand(element, [x, y]) {
  element.style.setProperty("--x", `${x.toFixed(1)}px`);
  element.style.setProperty("--y", `${y.toFixed(1)}px`);
}

/** The foot of a point on a line. @param {[number, number][]} line @param {[number, number]} point */
function nearest([[x1, y1], [x2, y2]], [x, y]) {
  const [d1, d2] = [x2 - x1, y2 - y1];
  const share = ((x - x1) * d1 + (y - y1) * d2) / (d1 * d1 + d2 * d2);
  return [x1 + share * d1, y1 + share * d2];
}
