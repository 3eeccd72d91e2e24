import { html } from "../../dom.js";
import { numberAt } from "../../fields.js";
import { less, more } from "../../text.js";
import { fieldFrame } from "./field.js";
import { numberEntry } from "./number-entry.js";

/** @import { Actions, State } from "../../types.js" */
/** @import { Catalog } from "../../wire.js" */

/**
 * A whole number with a button on either side.
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {{ path: string }} options
 * @param {Actions} actions
 */
export function stepper(host, catalog, { path }, actions) {
  const frame = fieldFrame(host, catalog, path);
  const entry = numberEntry({ field: frame.field, frame, actions });
  let value = 0;
  const down = html("button", { type: "button", "aria-label": less(frame.label) }, "\u2212");
  const up = html("button", { type: "button", "aria-label": more(frame.label) }, "+");
  down.addEventListener("click", () => actions.choose(path, Math.max(frame.bounds()[0], value - 1)));
  up.addEventListener("click", () => actions.choose(path, Math.min(frame.bounds()[1], value + 1)));
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
      const now = numberAt(state.configuration, path);
      if (!frame.update(state) || now === null) return;
      value = now;
      const [low, high] = frame.bounds();
      down.disabled = value <= low;
      up.disabled = value >= high;
      entry.update(state, value);
    },
  };
}
