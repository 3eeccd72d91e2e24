/** @import { Actions } from "../types.js" */

/** The two buttons that fold the rail and unfold it. @param {HTMLElement} rail */
const buttonsOf = (rail) =>
  [...rail.querySelectorAll("[data-action=rail]")].filter((e) => e instanceof HTMLElement);

/**
 * Let the buttons fold the rail and unfold it.
 * @param {HTMLElement} rail
 * @param {Pick<Actions, "setRail">} actions
 * @param {() => boolean} collapsed
 */
export function listenToRailButtons(rail, { setRail }, collapsed) {
  for (const button of buttonsOf(rail)) button.addEventListener("click", () => setRail(!collapsed()));
}

/**
 * Fold the rail or unfold it. What has the focus may be hidden by that, as one button hides the other: then the button
 * that shows has it.
 * @param {HTMLElement} rail
 * @param {() => void} change
 */
export function keepFocus(rail, change) {
  const held = document.activeElement;
  change();
  if (held && rail.contains(held) && !held.checkVisibility())
    buttonsOf(rail)
      .find((button) => button.checkVisibility())
      ?.focus();
}
