/** @import { Actions } from "../types.js" */

/** A pointer that moved less than this (px) has clicked. */
const STILL = 4;

/**
 * A click on the curve goes to that iteration. With keys the timeline does the same.
 * @param {HTMLElement} host
 * @param {Pick<Actions, "seek">} actions
 */
export function createCurvePointer(host, actions) {
  let area = { left: 0, right: 0, last: 0 };
  /** Where the pointer went down; Plotly covers the page until it comes up. @type {PointerEvent | null} */
  let down = null;

  /** @param {PointerEvent} event */
  function up(event) {
    const from = down;
    down = null;
    if (!from || Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > STILL) return;
    const x = from.clientX - host.getBoundingClientRect().left;
    if (area.right <= area.left || x < area.left - STILL || x > area.right + STILL) return;
    actions.seek(((x - area.left) / (area.right - area.left)) * area.last);
  }

  /** @param {PointerEvent} event */
  const press = (event) => {
    down = event.button === 0 ? event : null;
  };
  host.addEventListener("pointerdown", press, { capture: true });
  window.addEventListener("pointerup", up, { capture: true });

  return {
    /** @param {{ left: number, right: number, last: number }} shown where which iterations lie */
    drawn(shown) {
      area = shown;
    },
    destroy() {
      host.removeEventListener("pointerdown", press, { capture: true });
      window.removeEventListener("pointerup", up, { capture: true });
    },
  };
}
