import { valueAt } from "../../configuration.js";
import { html } from "../../dom.js";
import { inPageLanguage } from "../../text.js";
import { fieldFrame } from "./field.js";

/** @import { Actions, Choice, State } from "../../types.js" */
/** @import { Catalog } from "../../wire.js" */

/**
 * A choice among names.
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {{ path: string, choices: Choice[] }} options
 * @param {Actions} actions
 */
export function menu(host, catalog, { path, choices }, actions) {
  const frame = fieldFrame(host, catalog, path);
  const options = choices.map(({ name, label, help }) =>
    html("option", { value: name, title: inPageLanguage(help) }, inPageLanguage(label)),
  );
  const select = html("select", { id: frame.id, "aria-describedby": frame.describedBy }, ...options);
  select.addEventListener("change", () => actions.choose(path, select.value));
  host.append(
    html("div", { class: "field-row" }, html("label", { for: frame.id }, frame.label)),
    select,
    frame.helpLine,
    frame.error,
  );
  return {
    /** @param {State} state */
    update(state) {
      frame.update(state);
      const value = state.configuration && valueAt(state.configuration, path);
      if (typeof value === "string" && select.value !== value) select.value = value;
    },
  };
}
