import { explain, find } from "../dom.js";
import * as text from "../text.js";

/** @import { Actions, Shows, State } from "../types.js" */

/** @type {(keyof Shows)[]} */
const SHOWN = ["lines", "discrete", "solid"];

/**
 * What the surface shows on request, as buttons that stay pressed.
 * @param {HTMLElement} host
 * @param {Actions} actions
 */
export function createTools(host, actions) {
  const buttons = SHOWN.map((what) => ({
    what,
    button: find(host, `[data-show="${what}"]`, HTMLButtonElement),
  }));
  for (const { what, button } of buttons) {
    button.addEventListener("click", () =>
      actions.dispatch({ type: "show", what, on: button.getAttribute("aria-pressed") !== "true" }),
    );
  }
  /** @param {State} state @param {boolean} curve the prediction is a curve: it has one dimension */
  return ({ shows }, curve) => {
    for (const { what, button } of buttons) {
      button.disabled = curve && what !== "lines";
      const pressed = String(shows[what] && !button.disabled);
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
      explain(button, button.disabled ? text.flatCurve : "");
    }
  };
}
