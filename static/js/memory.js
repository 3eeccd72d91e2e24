/** What the browser remembers. Storage may be forbidden or full; then the page simply forgets. */

/** @import { Theme } from "./types.js" */

/**
 * @param {() => Storage} storage
 * @param {string} key
 */
function slot(storage, key) {
  return {
    /** @returns {string | null} */
    get() {
      try {
        return storage().getItem(key);
      } catch {
        return null;
      }
    },
    /** @param {string} value */
    set(value) {
      try {
        storage().setItem(key, value);
      } catch {
        // see above
      }
    },
  };
}

const theme = slot(() => localStorage, "theme");
const rail = slot(() => localStorage, "rail");

/** The run of this tab, so that a reload finds it again. */
export const runMemory = slot(() => sessionStorage, "run");

/** @returns {{ theme: Theme, railCollapsed: boolean }} */
export function rememberedChoices() {
  const stored = theme.get();
  return {
    theme: stored === "light" || stored === "dark" ? stored : "system",
    railCollapsed: rail.get() === "collapsed",
  };
}

/** Show a theme and remember it. @param {Theme} chosen */
export function applyTheme(chosen) {
  theme.set(chosen);
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

/** Fold the rail or not, and remember it. @param {boolean} collapsed */
export function applyRail(collapsed) {
  rail.set(collapsed ? "collapsed" : "open");
  document.documentElement.dataset.rail = collapsed ? "collapsed" : "open";
}
