import { find, valueAt } from "../../configuration.js";
import { html, setText } from "../../dom.js";
import { fewer, furtherChoices, inPageLanguage } from "../../text.js";
import { tell } from "../../tips.js";
import { choiceLine, formulasOf } from "./choice-line.js";
import { fieldFrame } from "./field.js";

/** @import { Actions, Choice, State } from "../../types.js" */
/** @import { Catalog } from "../../wire.js" */

/**
 * A choice among pictures. With `first`, only so many show, and the others behind "n more".
 * @template {Choice} C
 * @param {HTMLElement} host
 * @param {Catalog} catalog
 * @param {object} options
 * @param {string} options.path
 * @param {C[]} options.choices
 * @param {(choice: C) => Element} options.picture
 * @param {boolean} options.named whether names are written under the pictures
 * @param {number} [options.first]
 * @param {(state: State) => unknown} [options.chosen] the name of the choice that is made
 * @param {Actions} actions
 */
export function tiles(host, catalog, options, actions) {
  const { path, choices, picture, named, first = choices.length } = options;
  const chosen = options.chosen ?? (({ configuration }) => configuration && valueAt(configuration, path));
  const frame = fieldFrame(host, catalog, path);
  const inputs = choices.map((choice) =>
    html("input", { type: "radio", name: frame.id, value: choice.name }),
  );
  /** @type {HTMLElement[]} */
  const helps = [];
  const labels = choices.map((choice, k) => {
    const name = inPageLanguage(choice.label);
    const help = inPageLanguage(choice.help);
    const described = `${frame.id}-${choice.name}-help`;
    inputs[k].setAttribute("aria-describedby", described);
    const tile = html(
      "label",
      { class: "tile" },
      inputs[k],
      picture(choice),
      html("span", { class: named ? "tile-name" : "visually-hidden" }, name),
    );
    helps.push(html("span", { class: "visually-hidden", id: described }, help));
    tell(tile, () => ({ title: name, help, formulas: formulasOf(choice), note: frame.note }));
    return tile;
  });
  const says = choiceLine(false);
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
  const fold = createFold(labels.slice(first));
  if (named) {
    const heading = html("span", { "aria-hidden": "true" }, frame.label);
    host.append(html("div", { class: "field-row" }, heading, fold.button));
  }
  host.classList.add("chosen-says");
  host.append(group, says.line, frame.helpLine, html("div", { hidden: true }, ...helps), frame.error);
  return {
    /** @param {State} state */
    update(state) {
      frame.update(state);
      const value = chosen(state);
      for (const input of inputs) input.checked = input.value === value;
      says.update(find(choices, value));
      fold.update(choices.slice(first).some(({ name }) => name === value));
    },
  };
}

/**
 * The button that shows the tiles after the first ones. One of them that is chosen stays in sight.
 * @param {HTMLElement[]} rest
 */
function createFold(rest) {
  const button = html("button", { type: "button", class: "more", hidden: rest.length === 0 });
  let open = false;
  let chosen = false;

  function show() {
    for (const tile of rest) tile.hidden = !open && !chosen;
    button.setAttribute("aria-expanded", String(open || chosen));
    button.disabled = chosen;
    setText(button, open || chosen ? fewer : furtherChoices(rest.length));
  }
  button.addEventListener("click", () => {
    open = !open;
    show();
  });
  show();
  return {
    button,
    /** @param {boolean} restHasChosen */
    update(restHasChosen) {
      chosen = restHasChosen;
      show();
    },
  };
}
