import { valueAt } from "../../configuration.js";
import { html } from "../../dom.js";
import { formatPlain } from "../../format.js";
import { sliderScale } from "../../slider-scale.js";
import { sliderOf } from "../../text.js";
import { fieldFrame } from "./field.js";
import { numberEntry } from "./number-entry.js";

/** @import { Actions, State } from "../../types.js" */
/** @import { Catalog } from "../../wire.js" */

/** Positions of the slider: fine enough for the mouse, coarse enough for the arrow keys. */
const POSITIONS = 240;

/**
 * A number on a slider with labelled stops, and as a number to type.
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {{ path: string, stops: number[], symbol?: boolean, prefix?: string, shown?: (state: State) => boolean }} options
 * @param {Actions} actions
 */
export function slider(
  host,
  catalog,
  { path, stops, symbol = false, prefix = "", shown = () => true },
  actions,
) {
  const frame = fieldFrame(host, catalog, path);
  const scale = sliderScale(stops);
  const entry = numberEntry({
    field: frame.field,
    frame,
    low: frame.field.low ?? stops[0],
    high: frame.field.high ?? stops[stops.length - 1],
    actions,
  });
  const range = html("input", {
    type: "range",
    min: 0,
    max: POSITIONS,
    step: 1,
    "aria-label": sliderOf(frame.label),
    "aria-describedby": frame.describedBy,
  });
  range.addEventListener("input", () => actions.choose(path, scale.valueAt(Number(range.value) / POSITIONS)));
  const label = html("label", { for: frame.id }, frame.label);
  if (symbol) label.append(" ", html("i", { class: "symbol" }, frame.field.symbol));
  host.append(
    html("div", { class: "field-row" }, label, html("span", { class: "value-entry" }, prefix, entry.input)),
    range,
    html(
      "div",
      { class: "stops", "aria-hidden": "true" },
      ...stops.map((stop) => html("span", {}, formatPlain(stop))),
    ),
    frame.helpLine,
    frame.error,
  );
  return {
    /** @param {State} state */
    update(state) {
      host.hidden = !shown(state);
      frame.update(state);
      if (!state.configuration || host.hidden) return;
      const value = Number(valueAt(state.configuration, path));
      entry.update(state, value);
      const position = scale.positionOf(value);
      // While it is dragged, the thumb is where the hand is.
      if (document.activeElement !== range || scale.valueAt(Number(range.value) / POSITIONS) !== value) {
        range.value = String(Math.round(position * POSITIONS));
      }
      range.setAttribute("aria-valuetext", formatPlain(value));
      range.style.setProperty("--share", String(Number(range.value) / POSITIONS));
    },
  };
}
