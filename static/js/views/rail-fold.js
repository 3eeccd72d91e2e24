/** @import { Actions, View } from "../types.js" */

/**
 * The two buttons that fold the rail and unfold it. One hides the other: the focus goes with them.
 * @param {HTMLElement} rail
 * @param {Actions} actions
 * @returns {View}
 */
export function railFoldView(rail, actions) {
  const buttons = [...rail.querySelectorAll("[data-action=rail]")].filter((e) => e instanceof HTMLElement);
  let collapsed = false;
  let pressed = false;
  for (const button of buttons)
    button.addEventListener("click", () => {
      pressed = true;
      actions.setRail(!collapsed);
    });
  return {
    update(state) {
      if (state.railCollapsed === collapsed) return;
      collapsed = state.railCollapsed;
      const lost =
        document.activeElement === document.body || buttons.some((b) => b === document.activeElement);
      if (pressed && lost) buttons.find((button) => button.checkVisibility())?.focus();
      pressed = false; // a panel may fold it too
    },
    resize() {},
    destroy() {},
  };
}
