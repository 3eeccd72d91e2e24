import { find } from "../dom.js";
import { themeLabel } from "../text.js";

/** @import { Actions, Theme, View } from "../types.js" */

/** @type {Record<Theme, Theme>} */
const NEXT = { light: "dark", dark: "system", system: "light" };

/** The theme after this one. @param {Theme} theme */
export const nextTheme = (theme) => NEXT[theme];

/**
 * @param {HTMLElement} button
 * @param {Actions} actions
 * @returns {View}
 */
export function themeView(button, actions) {
  const use = find(button, "use", SVGUseElement);
  /** @type {Theme | null} */
  let shown = null;
  button.addEventListener("click", () => shown && actions.setTheme(nextTheme(shown)));
  return {
    update({ theme }) {
      if (theme === shown) return;
      shown = theme;
      use.setAttribute("href", `#icon-${theme}`);
      const label = themeLabel(theme, nextTheme(theme));
      button.setAttribute("aria-label", label);
      button.title = label;
    },
    resize() {},
    destroy() {},
  };
}
