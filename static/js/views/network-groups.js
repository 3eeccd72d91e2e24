import { shownPanels } from "../inside/panels.js";
import { lettersOf, rowGroups } from "../inside/row-groups.js";

/** @import { State } from "../types.js" */

/** Groups that have a colour of their own; then they begin again, and the letter tells. */
const COLOURS = 5;

/**
 * Rings and letters around hidden units whose rows of W1 are equal, while the symmetry meter is open.
 * @param {HTMLElement} units
 */
export function createGroupMarks(units) {
  let marked = "";
  /** @param {State} state */
  return (state) => {
    const W1 = shownPanels(state).includes("symmetry") ? state.frame?.parameters?.W1 : null;
    const groups = W1 ? rowGroups(W1) : null;
    const key = `${units.childElementCount} ${groups ? groups.group.join() : ""}`;
    if (key === marked) return;
    marked = key;
    const letters = groups ? lettersOf(groups) : [];
    let next = 0;
    const colours = letters.map((letter) => (letter ? next++ % COLOURS : 0));
    for (const [unit, cell] of [...units.children].entries()) {
      if (!(cell instanceof HTMLElement)) continue;
      const group = groups?.group[unit] ?? -1;
      const letter = letters[group] ?? null;
      for (let k = 0; k < COLOURS; k++)
        cell.classList.toggle(`group-${k}`, letter !== null && k === colours[group]);
      if (letter) cell.dataset.group = letter;
      else delete cell.dataset.group;
    }
  };
}
