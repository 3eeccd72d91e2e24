import { html, icon, pixelContext, setText } from "../dom.js";
import { formatShort } from "../format.js";
import { colour } from "../palette.js";
import * as text from "../text.js";

/** @import { Actions, Frame } from "../types.js" */
/** @import { Layout } from "./network-layout.js" */

/** @typedef {{ cell: HTMLElement, button: HTMLButtonElement, weight: HTMLElement, context: CanvasRenderingContext2D, image: ImageData | null }} Unit */

/**
 * The hidden units: a button with the unit's activation map, and the weight to the output beside it.
 * @param {HTMLElement} host
 * @param {Actions} actions
 */
export function createUnits(host, actions) {
  /** @type {Unit[]} */
  let units = [];
  const listening = new AbortController();
  const { signal } = listening;

  /** @param {Event} event */
  const unitOf = (event) => {
    const cell = event.target instanceof Element ? event.target.closest("[data-unit]") : null;
    return cell instanceof HTMLElement ? Number(cell.dataset.unit) : null;
  };
  /** @param {Event} event */
  const hover = (event) => actions.dispatch({ type: "hovered", unit: unitOf(event) });
  const leave = () => actions.dispatch({ type: "hovered", unit: null });
  host.addEventListener("pointerover", (event) => event.pointerType !== "touch" && hover(event), { signal });
  host.addEventListener("pointerleave", leave, { signal });
  host.addEventListener("focusin", hover, { signal });
  host.addEventListener("focusout", leave, { signal });
  host.addEventListener("keydown", (event) => step(event, units), { signal });
  host.addEventListener(
    "click",
    (event) => {
      const unit = unitOf(event);
      if (unit !== null) actions.dispatch({ type: "pinned", unit });
    },
    { signal },
  );

  /** @param {number} count */
  function build(count) {
    if (units.length === count) return;
    units = Array.from({ length: count }, (_, unit) => createUnit(unit));
    host.replaceChildren(...units.map(({ cell }) => cell));
  }

  return {
    /** @param {Layout} layout @param {number} outputs with several, no one weight stands for a unit */
    place(layout, outputs) {
      build(layout.units.length);
      host.classList.toggle("wrapped", layout.arrangement === "wrapped");
      host.classList.toggle("grid", layout.arrangement === "grid");
      host.classList.toggle("weightless", outputs > 1);
      host.style.setProperty("--size", `${layout.unitSize.toFixed(1)}px`);
      for (const [k, { x, y }] of layout.units.entries()) {
        units[k].cell.style.setProperty("--x", `${x.toFixed(1)}px`);
        units[k].cell.style.setProperty("--y", `${y.toFixed(1)}px`);
      }
    },
    /** @param {Frame} frame @param {Uint32Array} palette */
    paint({ hidden, parameters }, palette) {
      if (!hidden || !parameters) return;
      const [, rows, columns] = hidden.shape;
      const cells = rows * columns;
      for (const [k, unit] of units.entries()) {
        paintMap(unit, hidden.values.subarray(k * cells, (k + 1) * cells), rows, columns, palette);
        if (parameters.W2.shape[0] > 1) continue;
        const weight = parameters.W2.values[k];
        setText(unit.weight, formatShort(weight));
        unit.weight.classList.toggle("negative", weight < 0);
        unit.weight.classList.toggle("zero", weight === 0);
      }
    },
    /** @param {number | null} lit @param {number | null} pinned */
    light(lit, pinned) {
      for (const [k, { cell, button }] of units.entries()) {
        cell.classList.toggle("lit", k === lit);
        const pressed = String(k === pinned);
        if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
      }
    },
    destroy: () => listening.abort(),
  };
}

/** The arrow keys go from unit to unit. @param {KeyboardEvent} event @param {Unit[]} units */
function step(event, units) {
  const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const from = units.findIndex(({ button }) => button === event.target);
  if (from < 0) return;
  event.preventDefault();
  units[from + by]?.button.focus();
}

/** @param {number} unit @returns {Unit} */
function createUnit(unit) {
  const canvas = html("canvas", { width: 1, height: 1 });
  const button = html(
    "button",
    {
      type: "button",
      class: "unit-map",
      "aria-label": text.unitName(unit),
      "aria-describedby": "unit-readout",
    },
    canvas,
    html("span", { class: "unit-number" }, String(unit + 1)),
    icon("pin"),
  );
  const weight = html("span", { class: "unit-weight" });
  const cell = html("div", { class: "unit", "data-unit": unit }, button, weight);
  return { cell, button, weight, context: pixelContext(canvas), image: null };
}

/** @param {Unit} unit @param {Uint8Array} values @param {number} rows @param {number} columns @param {Uint32Array} palette */
function paintMap(unit, values, rows, columns, palette) {
  if (unit.image?.width !== columns || unit.image.height !== rows) {
    unit.context.canvas.width = columns;
    unit.context.canvas.height = rows;
    unit.image = unit.context.createImageData(columns, rows);
  }
  colour(values, palette, new Uint32Array(unit.image.data.buffer));
  unit.context.putImageData(unit.image, 0, 0);
}
