import { html } from "../../dom.js";
import { numberAt } from "../../fields.js";
import { fieldFrame } from "./field.js";
import { numberEntry } from "./number-entry.js";

/** @import { Actions, State } from "../../types.js" */
/** @import { Catalog } from "../../wire.js" */

/**
 * A number that is only typed: a seed, or one that may be left out.
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {{ path: string }} options
 * @param {Actions} actions
 */
export function entry(host, catalog, { path }, actions) {
  const frame = fieldFrame(host, catalog, path);
  const number = numberEntry({ field: frame.field, frame, actions });
  number.input.classList.add("boxed");
  const row = html(
    "div",
    { class: "field-row" },
    html("label", { for: frame.id }, frame.label),
    number.input,
  );
  host.append(row, frame.helpLine, frame.error);
  return {
    /** @param {State} state */
    update(state) {
      if (frame.update(state)) number.update(state, numberAt(state.configuration, path));
    },
  };
}
