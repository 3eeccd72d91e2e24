import { csvOf, download } from "../../csv.js";
import { explain, find } from "../../dom.js";
import { asKind, bodyOf, MOST_CLASSES } from "../../own-points.js";
import { isDraft } from "../../own-state.js";
import * as ownText from "../../own-text.js";

/** @import { Actions, State, View } from "../../types.js" */

/**
 * Under the data sources: draw, load and save, and what one's own points have.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @param {() => void} openTable
 * @returns {View}
 */
export function ownPanelView(host, actions, openTable) {
  /** @param {string} name */
  const button = (name) => find(host, `[data-action="${name}"]`, HTMLButtonElement);
  const [draw, load, save, clear] = ["draw", "load-csv", "save-csv", "clear-points"].map(button);
  const row = find(host, "[data-part=own-row]", HTMLElement);
  const kinds = find(host, "[data-part=own-kind]", HTMLFieldSetElement);
  const radios = [...kinds.querySelectorAll("input")];
  /** @type {State | null} */
  let state = null;
  /** @type {unknown[]} */
  let shown = [];

  draw.addEventListener("click", () => {
    if (!state) return;
    const draws = !state.own.drawing;
    actions.own.draw(draws);
    if (draws) actions.dispatch({ type: "drawer", section: null });
  });
  load.addEventListener("click", openTable);
  save.addEventListener("click", () => {
    const data = state && (isDraft(state) ? bodyOf(state.own.now) : state.data);
    if (state && data)
      download(csvOf(data), `${state.own.open ? "own-data" : state.configuration?.data.source}.csv`);
  });
  clear.addEventListener("click", () => actions.own.clear());
  kinds.addEventListener("change", ({ target }) => {
    if (!state || !(target instanceof HTMLInputElement)) return;
    const other = asKind(state.own.now, target.value === "targets" ? "targets" : "classes");
    if (other) actions.own.put(other);
  });

  return {
    update(newest) {
      state = newest;
      const { own, data } = newest;
      const wanted = [own, data];
      if (wanted.every((value, k) => value === shown[k])) return;
      shown = wanted;
      const oneFeature = !own.open && data?.X.length === 1;
      draw.disabled = oneFeature;
      draw.setAttribute("aria-pressed", String(own.drawing));
      explain(draw, oneFeature ? ownText.oneFeature : "");
      save.disabled = own.open && own.now.points.length === 0;
      row.hidden = !own.open;
      if (!own.open) return;
      for (const radio of radios) radio.checked = radio.value === own.now.kind;
      const fixed = own.now.kind === "targets" && asKind(own.now, "classes") === null;
      radios[0].disabled = fixed;
      explain(kinds, fixed ? ownText.tooManyClasses(MOST_CLASSES) : "");
      clear.disabled = own.now.points.length === 0;
    },
    resize() {},
    destroy() {},
  };
}
