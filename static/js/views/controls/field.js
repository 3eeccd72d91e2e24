import { fieldAt } from "../../configuration.js";
import { html, setText } from "../../dom.js";
import { boundsOf, counts } from "../../fields.js";
import { actsAtOnce, inPageLanguage, startsAgain } from "../../text.js";
import { tell } from "../../tips.js";

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
  const helpLine = html("span", { class: "visually-hidden help-line", id: `${id}-help` }, help);
  const error = html("p", { class: "field-error", id: `${id}-error`, role: "alert", hidden: true });
  host.classList.add("field");
  const note = field.live ? actsAtOnce : startsAgain;
  tell(host, () => ({ title: label, help, formulas: [field.formula], note }));
  /** Bounds of a number, as the last state has them. @type {[number, number]} */
  let bounds = boundsOf(catalog, field, null);
  return {
    field,
    id,
    label,
    help,
    note,
    helpLine,
    error,
    describedBy: `${id}-help ${id}-error`,
    bounds: () => bounds,
    /** Show what is wrong; say whether the field counts now. @param {State} state */
    update({ errors, configuration }) {
      host.hidden = configuration !== null && !counts(path, catalog, configuration);
      bounds = boundsOf(catalog, field, configuration);
      const line = errors[path] ?? "";
      setText(error, line);
      error.hidden = line === "";
      return !host.hidden;
    },
  };
}
