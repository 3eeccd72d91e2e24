import { find, html, icon, setText, svg } from "../../dom.js";
import { formatPlain, parseNumber } from "../../format.js";
import { markerPath } from "../../markers.js";
import { MOST_CLASSES, nameOf, viewOf, widened } from "../../own-points.js";
import * as ownText from "../../own-text.js";
import * as text from "../../text.js";

/** @import { Actions, Bounds, Own, State } from "../../types.js" */

const ERASE = "erase";

/**
 * What is drawn with: a class or a number, the eraser, the way back, a wider view.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @param {() => Bounds} shownBounds
 */
export function drawTools(host, actions, shownBounds) {
  const choices = find(host, "[data-part=draw-choices]", HTMLElement);
  /** @param {string} name */
  const button = (name) => find(host, `[data-action="${name}"]`, HTMLButtonElement);
  const [more, undo, redo] = ["class-more", "undo", "redo"].map(button);
  /** @type {Own | null} */
  let shown = null;
  let kinds = "";

  /** @param {number | "erase"} tool */
  const take = (tool) => actions.own.change({ do: "tool", tool });
  choices.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== "radio") return;
    take(target.value === ERASE ? ERASE : Number(target.value));
  });
  more.addEventListener("click", () => shown && take(classesOf(shown)));
  undo.addEventListener("click", () => actions.own.turn("undo"));
  redo.addEventListener("click", () => actions.own.turn("redo"));
  button("wider").addEventListener("click", () => {
    if (shown) actions.own.put(widened(shown.now, shown.now.view ?? shownBounds()));
  });
  button("draw-done").addEventListener("click", () => actions.own.draw(false));

  return {
    /** @param {State} state */
    update({ own }) {
      if (own === shown) return;
      shown = own;
      host.hidden = !own.drawing;
      const wanted = kindsOf(own);
      if (wanted !== kinds)
        choices.replaceChildren(...(own.now.kind === "classes" ? classTools(own) : targetTools(actions)));
      kinds = wanted;
      for (const input of choices.querySelectorAll("input")) {
        if (input.type === "radio") input.checked = input.value === String(own.tool);
        else if (document.activeElement !== input) input.value = formatPlain(own.target);
      }
      more.hidden = own.now.kind !== "classes" || classesOf(own) >= MOST_CLASSES;
      undo.disabled = own.past.length === 0;
      redo.disabled = own.future.length === 0;
    },
  };
}

/** How many classes are on offer: two, those that there are, and the one in hand. @param {Own} own */
export function classesOf({ now, tool }) {
  const used = now.points.reduce((most, [, , label]) => Math.max(most, label + 1), 2);
  return Math.min(MOST_CLASSES, Math.max(used, tool === ERASE ? 0 : tool + 1));
}

/** What tells two sets of tools apart. @param {Own} own */
function kindsOf(own) {
  return own.now.kind === "classes" ? `${classesOf(own)} ${own.now.names.join("\n")}` : own.now.kind;
}

/** @param {Own} own */
function classTools(own) {
  const marks = Array.from({ length: classesOf(own) }, (_, label) => {
    const mark = svg("path", { class: `points solid class-${label}`, d: markerPath(label, 8, 8, 5) });
    return tool(String(label), text.className(nameOf(own.now, label)), picture(mark));
  });
  return [...marks, tool(ERASE, ownText.eraser, icon("eraser"))];
}

/** @param {Actions} actions */
function targetTools(actions) {
  const entry = html("input", {
    type: "text",
    inputmode: "decimal",
    class: "number draw-number",
    "aria-label": ownText.targetEntry,
    title: ownText.targetEntry,
  });
  entry.addEventListener("change", () => {
    const target = parseNumber(entry.value);
    if (Number.isFinite(target) && Math.abs(target) <= 1e6) actions.own.change({ do: "target", target });
    else entry.value = "";
  });
  const mark = svg("path", { class: "points plain", d: markerPath(0, 8, 8, 5) });
  return [tool("0", ownText.targetTool, picture(mark)), entry, tool(ERASE, ownText.eraser, icon("eraser"))];
}

/** @param {SVGElement} mark */
const picture = (mark) =>
  svg("svg", { viewBox: "0 0 16 16", class: "draw-mark", "aria-hidden": "true" }, mark);

/** @param {string} value @param {string} name @param {SVGElement} shown */
function tool(value, name, shown) {
  const input = html("input", { type: "radio", name: "draw-tool", value, "aria-label": name });
  return html("label", { class: "draw-tool", title: name }, input, shown);
}

/** The hint on a plot that shows no run. @param {HTMLElement} hint @param {Own} own @param {boolean} blank */
export function updateHint(hint, { now, drawing }, blank) {
  const { kind, points } = now;
  const { empty, oneClass, oneTarget } = ownText.drawHints;
  setText(hint, points.length === 0 ? empty : kind === "classes" ? oneClass : oneTarget);
  hint.hidden = !blank || (points.length > 1 && kind === "targets") || (points.length > 0 && hasTwo(points));
  hint.classList.toggle("quiet", points.length > 0 || !drawing);
}

/** @param {Own["now"]["points"]} points */
const hasTwo = (points) => points.some(([, , label]) => label !== points[0][2]);

/** The plane that the plot shows: a run's, or what is being made. @param {State} state @param {boolean} blank @returns {Bounds} */
export const planeOf = ({ own, frame }, blank) =>
  blank || !frame?.surface ? viewOf(own.now) : frame.surface.bounds;
