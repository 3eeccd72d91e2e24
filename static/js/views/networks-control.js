import { find } from "../dom.js";
import { networksOf } from "../networks.js";

/** @import { Actions, View } from "../types.js" */

/**
 * How many networks there are: one to four.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @returns {View}
 */
export function networksControl(host, actions) {
  const choices = find(host, "fieldset", HTMLFieldSetElement);
  const inputs = [...choices.querySelectorAll("input")];
  /** @param {Event} event */
  const change = ({ target }) => {
    if (target instanceof HTMLInputElement) actions.setNetworks(Number(target.value));
  };
  choices.addEventListener("change", change);
  return {
    update(state) {
      const count = String(networksOf(state).length);
      for (const input of inputs) input.checked = input.value === count;
      choices.disabled = !state.drives || !state.catalog;
    },
    resize() {},
    destroy: () => choices.removeEventListener("change", change),
  };
}
