import { find, setAttributes } from "../dom.js";

/** @import { Actions, View } from "../types.js" */

/** Below this width the rail is a drawer. The same number stands in static/css/layout.css. */
const NARROW = "(max-width: 1099.98px)";

/** In place of a section's name: the whole rail, from its beginning. */
const EVERYTHING = "all";

/** Whether the rail is a drawer now. */
export const railIsDrawer = () => matchMedia(NARROW).matches;

/**
 * The rail as a drawer on narrow screens: while it is open the rest of the page is inert, which holds the focus
 * inside; while it is closed the rail itself is inert.
 * @param {HTMLElement} shell
 * @param {Actions} actions
 * @returns {View}
 */
export function drawerView(shell, actions) {
  const rail = find(shell, "[data-view=rail]", HTMLElement);
  const opener = find(shell, "[data-action=drawer]", HTMLButtonElement);
  const narrow = matchMedia(NARROW);
  const listening = new AbortController();
  const { signal } = listening;
  const close = () => actions.dispatch({ type: "drawer", section: null });
  /** @type {string | null} */
  let open = null;
  /** @type {Element | null} */
  let before = null;

  opener.addEventListener("click", () => actions.dispatch({ type: "drawer", section: EVERYTHING }), {
    signal,
  });
  find(shell, "[data-action=drawer-close]", HTMLButtonElement).addEventListener("click", close, { signal });
  find(shell, "[data-view=backdrop]", HTMLElement).addEventListener("click", close, { signal });
  document.addEventListener("keydown", (event) => open && escapes(event, close), { signal, capture: true });
  narrow.addEventListener("change", close, { signal });

  /** @param {boolean} isOpen */
  function setInert(isOpen) {
    rail.inert = narrow.matches && !isOpen;
    for (const child of shell.children) {
      if (child instanceof HTMLElement && child !== rail) child.inert = isOpen;
    }
  }

  return {
    update({ drawer }) {
      const section = narrow.matches ? drawer : null;
      if (section === open && rail.inert === (narrow.matches && section === null)) return;
      const wasOpen = open !== null;
      open = section;
      if (section && !wasOpen) before = document.activeElement;
      setInert(section !== null);
      setAttributes(rail, {
        role: section !== null ? "dialog" : "complementary",
        "aria-modal": section !== null && "true",
      });
      shell.classList.toggle("drawer-open", section !== null);
      opener.setAttribute("aria-expanded", String(section !== null));
      if (section) openAt(rail, section);
      else if (wasOpen && before instanceof HTMLElement) before.focus();
    },
    resize() {},
    destroy: () => listening.abort(),
  };
}

/**
 * A section's own sheet, which shows nothing else on a phone, or the whole rail.
 * @param {HTMLElement} rail
 * @param {string} section
 */
function openAt(rail, section) {
  const one = section !== EVERYTHING;
  rail.classList.toggle("one-section", one);
  for (const element of rail.querySelectorAll("[data-section]"))
    element.classList.toggle("opened", element.getAttribute("data-section") === section);
  showSection(rail, one ? section : "data");
}

/**
 * Escape closes, also from a field. A field that holds a changed value takes the old one back first: then its value is
 * another one once the key has done its work.
 * @param {KeyboardEvent} event
 * @param {() => void} close
 */
function escapes({ key, target }, close) {
  if (key !== "Escape" || document.querySelector("dialog[open]")) return;
  const field = target instanceof HTMLInputElement ? target : null;
  const before = field?.value;
  setTimeout(() => field?.value === before && close());
}

/**
 * Bring a section of the rail into view and put the focus there.
 * @param {HTMLElement} rail
 * @param {string} section
 */
export function showSection(rail, section) {
  const target = find(rail, `[data-section="${section}"]`, HTMLElement);
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "start" });
}
