import { html, icon, pixelContext } from "../dom.js";
import { formatShort } from "../format.js";
import { colour } from "../palette.js";
import * as text from "../text.js";
import { createEntry } from "./weight-entry.js";

/** @import { Actions, Frame } from "../types.js" */
/** @import { Layout } from "./network-layout.js" */

/** @typedef {ReturnType<typeof createUnit>} Unit */

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
  host.addEventListener("focusin", (event) => rove(unitOf(event) ?? 0), { signal });
  host.addEventListener("focusout", leave, { signal });
  host.addEventListener("keydown", (event) => step(event, units), { signal });
  host.addEventListener(
    "click",
    (event) => {
      const unit =
        event.target instanceof Element && event.target.closest(".unit-map") ? unitOf(event) : null;
      if (unit !== null) actions.dispatch({ type: "pinned", unit });
    },
    { signal },
  );

  /** @param {number} count @param {boolean} strips */
  function build(count, strips) {
    if (units.length === count && host.classList.contains("grid") === strips) return;
    units = Array.from({ length: count }, (_, unit) => createUnit(unit, strips));
    host.replaceChildren(...units.map(({ cell }) => cell));
    reached = -1;
    rove(0);
  }

  /** The one unit that Tab comes to; from there the arrow keys go on. */
  let reached = -1;
  /** @param {number} unit */
  function rove(unit) {
    if (unit === reached) return;
    for (const [k, tab] of [
      [reached, -1],
      [unit, 0],
    ]) {
      const found = units[k];
      if (!found) continue;
      found.button.tabIndex = tab;
      if (found.entry) found.entry.button.tabIndex = tab;
    }
    reached = unit;
  }

  return {
    /** @param {Layout} layout @param {number} outputs with several, no one weight stands for a unit */
    place(layout, outputs) {
      build(layout.units.length, layout.arrangement === "grid");
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
      const { W2 } = parameters;
      const largest = Math.max(1e-12, ...Array.from(W2.values, Math.abs));
      for (const [k, unit] of units.entries()) {
        paintMap(unit, hidden.values.subarray(k * cells, (k + 1) * cells), rows, columns, palette);
        if (W2.shape[0] > 1) continue;
        const weight = W2.values[k];
        if (unit.entry) unit.entry.show(weight, formatShort(weight));
        else strip(unit.strip, weight, largest);
      }
    },
    /** Where the surface is looked at, in every map; and whether weights can be changed. @param {[number, number] | null} probe @param {boolean} editable */
    follow(probe, editable) {
      host.classList.toggle("probed", probe !== null);
      if (probe) {
        host.style.setProperty("--u", `${(100 * probe[0]).toFixed(1)}%`);
        host.style.setProperty("--v", `${(100 * probe[1]).toFixed(1)}%`);
      }
      for (const { entry } of units) {
        if (entry && entry.button.disabled === editable) entry.button.disabled = !editable;
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

/** A weight as a bar: as long as it is large among the others. @param {HTMLElement} bar @param {number} weight @param {number} largest */
function strip(bar, weight, largest) {
  bar.classList.toggle("negative", weight < 0);
  bar.style.setProperty("--much", `${((100 * Math.abs(weight)) / largest).toFixed(0)}%`);
}

/** @param {number} unit @param {boolean} strips its weight is a bar, no number */
function createUnit(unit, strips) {
  const canvas = html("canvas", { width: 1, height: 1 });
  const button = html(
    "button",
    {
      type: "button",
      class: "unit-map",
      tabindex: -1,
      "aria-label": text.unitName(unit),
      "aria-describedby": "unit-readout",
    },
    canvas,
    html("span", { class: "unit-number" }, String(unit + 1)),
    icon("pin"),
  );
  const entry = strips ? null : createEntry("unit-weight", { name: "W2", row: 0, column: unit }, 1);
  if (entry) entry.button.tabIndex = -1;
  const bar = html("span", { class: "unit-strip" });
  const cell = html("div", { class: "unit", "data-unit": unit }, button, entry?.button ?? bar);
  return {
    cell,
    button,
    entry,
    strip: bar,
    context: pixelContext(canvas),
    image: /** @type {ImageData | null} */ (null),
  };
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
