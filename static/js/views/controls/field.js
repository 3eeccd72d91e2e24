import { fieldAt } from "../../configuration.js";
import { html, setText } from "../../dom.js";
import { inPageLanguage } from "../../text.js";

/** @import { State } from "../../types.js" */
/** @import { Catalog } from "../../wire.js" */

/**
 * The frame around a control: its label, its one line of help, and the line that says what is wrong.
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {string} path
 */
export function fieldFrame(host, catalog, path) {
  const field = fieldAt(catalog, path);
  const id = path.replaceAll(".", "-");
  const label = inPageLanguage(field.label);
  const help = inPageLanguage(field.help);
  const helpLine = html("span", { class: "visually-hidden", id: `${id}-help` }, help);
  const error = html("p", { class: "field-error", id: `${id}-error`, role: "alert", hidden: true });
  host.classList.add("field");
  host.title = help;
  return {
    field,
    id,
    label,
    helpLine,
    error,
    describedBy: `${id}-help ${id}-error`,
    /** @param {State} state */
    update({ errors }) {
      const line = errors[path] ?? "";
      setText(error, line);
      error.hidden = line === "";
    },
  };
}
