import { find, valueAt } from "../../configuration.js";
import { html } from "../../dom.js";
import { choicesOf } from "../../fields.js";
import { inPageLanguage } from "../../text.js";
import { tell } from "../../tips.js";
import { choiceLine, formulasOf } from "./choice-line.js";
import { fieldFrame } from "./field.js";

/** @import { Actions, State } from "../../types.js" */
/** @import { Catalog } from "../../wire.js" */

/**
 * A choice among names.
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {{ path: string }} options
 * @param {Actions} actions
 */
export function menu(host, catalog, { path }, actions) {
  const frame = fieldFrame(host, catalog, path);
  const choices = choicesOf(catalog, frame.field);
  const options = choices.map(({ name, label, help }) =>
    html("option", { value: name, title: inPageLanguage(help) }, inPageLanguage(label)),
  );
  const says = choiceLine(true);
  const select = html("select", { id: frame.id, "aria-describedby": frame.describedBy }, ...options);
  select.addEventListener("change", () => actions.choose(path, select.value));
  const row = html("div", { class: "field-row" }, html("label", { for: frame.id }, frame.label), select);
  host.classList.add("chosen-says");
  host.append(row, says.line, frame.helpLine, frame.error);
  tell(host, () => {
    const choice = find(choices, select.value);
    return {
      title: choice ? `${frame.label}: ${inPageLanguage(choice.label)}` : frame.label,
      help: choice ? inPageLanguage(choice.help) : frame.help,
      formulas: choice ? formulasOf(choice) : [],
      note: frame.note,
    };
  });
  return {
    /** @param {State} state */
    update(state) {
      if (!frame.update(state) || !state.configuration) return;
      // Always: a choice that was refused leaves the list where the user put it.
      select.value = String(valueAt(state.configuration, path));
      says.update(find(choices, select.value));
    },
  };
}
