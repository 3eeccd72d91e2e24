import { find } from "../dom.js";
import { HINTS, visits } from "../visits.js";

/**
 * Hints of the first visits, one after the other; each is closed for good. CSS shows the one that data-hints names, so
 * that they are there with the first paint.
 * @param {HTMLElement} host
 * @param {HTMLElement} next what has the focus after the last one
 */
export function hintsView(host, next) {
  const close = find(host, "[data-action=close-hint]", HTMLButtonElement);
  close.addEventListener("click", () => {
    const hint = Number(document.documentElement.dataset.hints ?? HINTS) + 1;
    visits.show(hint);
    if (hint >= HINTS) next.focus();
  });
}
