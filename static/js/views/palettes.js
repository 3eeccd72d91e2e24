import { slot } from "../memory.js";

/** The set of class colours that was chosen; empty for the first one. theme-early.js reads it, too. */
const chosen = slot(() => localStorage, "palette");

/**
 * The choice among the sets of class colours in tokens.css.
 * @param {HTMLElement} host
 * @param {() => void} onChange
 */
export function palettesView(host, onChange) {
  const { dataset } = document.documentElement;
  for (const input of host.querySelectorAll("input"))
    input.checked = input.value === (dataset.palette ?? "blue");
  host.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    chosen.set(target.value);
    dataset.palette = target.value;
    onChange();
  });
}
