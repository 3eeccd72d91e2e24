import { valueAt } from "../../configuration.js";
import { html } from "../../dom.js";
import { fieldFrame } from "./field.js";

/** @import { Actions, State } from "../../types.js" */
/** @import { Catalog } from "../../wire.js" */

/**
 * On or off.
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {{ path: string }} options
 * @param {Actions} actions
 */
export function toggle(host, catalog, { path }, actions) {
  const frame = fieldFrame(host, catalog, path);
  const box = html("input", {
    type: "checkbox",
    role: "switch",
    class: "switch",
    id: frame.id,
    "aria-describedby": frame.describedBy,
  });
  box.addEventListener("change", () => actions.choose(path, box.checked));
  const row = html("div", { class: "field-row" }, html("label", { for: frame.id }, frame.label), box);
  host.append(row, frame.helpLine, frame.error);
  return {
    /** @param {State} state */
    update(state) {
      if (frame.update(state))
        box.checked = state.configuration !== null && valueAt(state.configuration, path) === true;
    },
  };
}
