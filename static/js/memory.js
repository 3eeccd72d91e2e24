/** What the browser remembers. Storage may be forbidden or full; then the page simply forgets. */

import { FIRST, initialInside, isPanel, PANELS } from "./inside/panels.js";
import { isOwnData } from "./own-points.js";

/** @import { OwnData, Theme } from "./types.js" */

/**
 * @param {() => Storage} storage
 * @param {string} key
 */
export function slot(storage, key) {
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

/** In seconds. */
const YEAR = 365 * 24 * 3600;

const theme = slot(() => localStorage, "theme");
const rail = slot(() => localStorage, "rail");
/** Which panel is open, or that none is. */
const inside = slot(() => localStorage, "inside");
/** Where there is no room for a panel beside the rest, nothing is open at first; theme-early.js knows the same. */
const ROOMY = "(min-width: 1100px) and (min-height: 780px)";

/** Own data, of this tab and, for the next one, of all. */
const owns = [slot(() => sessionStorage, "own-data"), slot(() => localStorage, "own-data")];

const run = slot(() => sessionStorage, "run");
const group = slot(() => sessionStorage, "group");
const ADDRESS = /^#run=/;

/** The address that told the run of this tab, and the contents of a file that is opened by loading the page again. */
export const rememberedAddress = slot(() => sessionStorage, "address");
export const openedFile = slot(() => sessionStorage, "file");

/**
 * The run of this tab, and the group that it is compared in, so that a reload finds them again; and the run that its
 * address asks for, `#run=<id>`.
 */
export const runMemory = {
  get: run.get,
  /** @returns {string | null} */
  group: () => group.get() || null,
  /** @param {string} id @param {string | null} ofGroup */
  set(id, ofGroup) {
    run.set(id);
    group.set(ofGroup ?? "");
    if (ADDRESS.test(location.hash)) history.replaceState(null, "", location.pathname + location.search);
  },
  /** @returns {string | null} */
  asked: () => (ADDRESS.test(location.hash) ? location.hash.replace(ADDRESS, "") : null),
};

export const ownMemory = {
  /**
   * What was made and whether it was chosen, as this tab left it, else as the last one did.
   * @returns {{ now: OwnData, open: boolean } | null}
   */
  get() {
    const asked = runMemory.asked();
    const ours = asked === null || asked === run.get();
    for (const [k, place] of owns.entries()) {
      const kept = parsed(place.get());
      if (kept) return { now: kept.now, open: kept.open && k === 0 && ours };
    }
    return null;
  },
  /** @param {{ now: OwnData, open: boolean }} own */
  set({ now, open }) {
    const kept = JSON.stringify({ now, open });
    for (const place of owns) place.set(kept);
  },
};

/** @param {string | null} kept */
function parsed(kept) {
  try {
    const { now, open } = JSON.parse(kept ?? "");
    return isOwnData(now) ? { now, open: open === true } : null;
  } catch {
    return null;
  }
}

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

/** Ask for a language from now on: the server reads it. @param {string} code @param {string} root what stands before every path */
export function rememberLanguage(code, root) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere, and not on plain HTTP
  document.cookie = `language=${code}; path=${root}/; max-age=${YEAR}; samesite=lax`;
}

/** Fold the rail or not, and remember it, unless it only gives way. @param {boolean} collapsed @param {boolean} [kept] */
export function applyRail(collapsed, kept = true) {
  if (kept) rail.set(collapsed ? "collapsed" : "open");
  document.documentElement.dataset.rail = collapsed ? "collapsed" : "open";
}

/** The panel that was open, in the page's usual form. @returns {ReturnType<typeof initialInside>} */
export function rememberedInside() {
  const stored = inside.get() ?? (matchMedia(ROOMY).matches ? FIRST : "");
  const usual = document.documentElement.dataset.form === "page";
  if (!usual || !isPanel(stored)) return initialInside({});
  return initialInside({ panels: [stored], large: PANELS[stored].large === true });
}

/**
 * Make room for an open panel, and remember which it is.
 * @param {string | null} panel
 * @param {boolean} large
 * @param {boolean} kept
 */
export function applyInside(panel, large, kept) {
  const root = document.documentElement;
  if (kept && root.dataset.form === "page") inside.set(panel ?? "none");
  root.dataset.inside = panel === null ? "closed" : large ? "large" : "open";
}
