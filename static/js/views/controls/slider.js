import { html } from "../../dom.js";
import { numberAt, stopsOf } from "../../fields.js";
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
 * A number on a slider, and as a number to type. Stops that are given are labelled, and say what the slider spans.
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {{ path: string, stops?: number[], prefix?: string }} options
 * @param {Actions} actions
 */
export function slider(host, catalog, { path, stops, prefix = "" }, actions) {
  const frame = fieldFrame(host, catalog, path);
  const { field } = frame;
  const scale = sliderScale(stops ?? stopsOf(field.scale, frame.bounds()));
  const entry = numberEntry({ field, frame, actions });
  const range = html("input", {
    type: "range",
    min: 0,
    max: POSITIONS,
    step: 1,
    "aria-label": sliderOf(frame.label),
    "aria-describedby": frame.describedBy,
  });
  const chosen = () => {
    const value = scale.valueAt(Number(range.value) / POSITIONS);
    return field.kind === "integer" ? Math.round(value) : value;
  };
  range.addEventListener("input", () => actions.choose(path, chosen()));
  const label = html("label", { for: frame.id }, frame.label);
  if (field.symbol) label.append(" ", html("i", { class: "symbol" }, field.symbol));
  host.append(
    html("div", { class: "field-row" }, label, html("span", { class: "value-entry" }, prefix, entry.input)),
    range,
    ...(stops ? [stopLabels(stops)] : []),
    frame.helpLine,
    frame.error,
  );
  return {
    /** @param {State} state */
    update(state) {
      const value = numberAt(state.configuration, path);
      if (!frame.update(state) || value === null) return;
      entry.update(state, value);
      // While it is dragged, the thumb is where the hand is.
      if (document.activeElement !== range || chosen() !== value) {
        range.value = String(Math.round(scale.positionOf(value) * POSITIONS));
      }
      range.setAttribute("aria-valuetext", formatPlain(value));
      range.style.setProperty("--share", String(Number(range.value) / POSITIONS));
    },
  };
}

/** @param {number[]} stops */
function stopLabels(stops) {
  const labels = stops.map((stop) => html("span", {}, formatPlain(stop)));
  return html("div", { class: "stops", "aria-hidden": "true" }, ...labels);
}
