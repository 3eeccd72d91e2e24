import { valueAt } from "../../configuration.js";
import { html } from "../../dom.js";
import { less, more } from "../../text.js";
import { fieldFrame } from "./field.js";
import { numberEntry } from "./number-entry.js";

/** @import { Actions, State } from "../../types.js" */
/** @import { Catalog } from "../../wire.js" */

/**
 * A whole number with a button on either side.
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {{ path: string, high: number }} options
 * @param {Actions} actions
 */
export function stepper(host, catalog, { path, high }, actions) {
  const frame = fieldFrame(host, catalog, path);
  const low = frame.field.low ?? 1;
  const top = Math.min(high, frame.field.high ?? high);
  const entry = numberEntry({ field: frame.field, frame, low, high: top, actions });
  let value = low;
  const down = html("button", { type: "button", "aria-label": less(frame.label) }, "\u2212");
  const up = html("button", { type: "button", "aria-label": more(frame.label) }, "+");
  down.addEventListener("click", () => actions.choose(path, Math.max(low, value - 1)));
  up.addEventListener("click", () => actions.choose(path, Math.min(top, value + 1)));
  const row = html(
    "div",
    { class: "field-row" },
    html("label", { for: frame.id }, frame.label),
    html("span", { class: "stepper" }, down, entry.input, up),
  );
  host.append(row, frame.helpLine, frame.error);
  return {
    /** @param {State} state */
    update(state) {
      frame.update(state);
      if (!state.configuration) return;
      value = Number(valueAt(state.configuration, path));
      down.disabled = value <= low;
      up.disabled = value >= top;
      entry.update(state, value);
    },
  };
}
