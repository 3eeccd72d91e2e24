import { valueAt } from "../../configuration.js";
import { html } from "../../dom.js";
import { inPageLanguage } from "../../text.js";
import { fieldFrame } from "./field.js";

/** @import { Actions, Choice, State } from "../../types.js" */
/** @import { Catalog } from "../../wire.js" */

/**
 * A choice among pictures.
 * @template {Choice} C
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {object} options
 * @param {string} options.path
 * @param {C[]} options.choices
 * @param {(choice: C) => Element} options.picture
 * @param {boolean} options.named whether names are written under the pictures
 * @param {Actions} actions
 */
export function tiles(host, catalog, { path, choices, picture, named }, actions) {
  const frame = fieldFrame(host, catalog, path);
  const inputs = choices.map((choice) =>
    html("input", { type: "radio", name: frame.id, value: choice.name }),
  );
  const labels = choices.map((choice, k) => {
    const name = inPageLanguage(choice.label);
    const title = `${name}. ${inPageLanguage(choice.help)}`;
    return html(
      "label",
      { class: "tile", title },
      inputs[k],
      picture(choice),
      html("span", { class: named ? "tile-name" : "visually-hidden" }, name),
    );
  });
  const group = html(
    "div",
    {
      role: "radiogroup",
      class: named ? "tiles named" : "tiles",
      "aria-label": frame.label,
      "aria-describedby": frame.describedBy,
    },
    ...labels,
  );
  group.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement) actions.choose(path, target.value);
  });
  if (named) host.append(html("div", { class: "field-row", "aria-hidden": "true" }, frame.label));
  host.append(group, frame.helpLine, frame.error);
  return {
    /** @param {State} state */
    update(state) {
      frame.update(state);
      const value = state.configuration && valueAt(state.configuration, path);
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}
