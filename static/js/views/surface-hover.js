import { formatValue } from "../format.js";
import { planeView } from "../geometry.js";
import * as text from "../text.js";

/** @import { Frame } from "../types.js" */

/**
 * A read-out of the prediction under the pointer.
 * @param {HTMLElement} plot
 * @param {HTMLElement} card
 */
export function createHover(plot, card) {
  /** The pointer in shares of the plot. @type {[number, number] | null} */
  let pointer = null;
  /** @type {NonNullable<Frame["surface"]> | null} */
  let surface = null;
  const listening = new AbortController();
  const { signal } = listening;

  function show() {
    card.hidden = !pointer || !surface;
    if (!pointer || !surface) return;
    const [u, v] = pointer;
    const size = surface.shape[0];
    const column = Math.min(size - 1, Math.floor(u * size));
    const row = Math.min(size - 1, Math.floor(v * size));
    const value = surface.low + (surface.values[row * size + column] / 255) * (surface.high - surface.low);
    const [x1, x2] = planeView(surface.bounds, 1).point(u, v);
    card.replaceChildren(
      text.pointAt(formatValue(Number(x1.toFixed(2))), formatValue(Number(x2.toFixed(2)))),
      document.createElement("br"),
      text.probabilityOf(value.toFixed(3)),
    );
    card.classList.toggle("to-left", u > 0.55);
    card.classList.toggle("to-top", v > 0.7);
    card.style.setProperty("--u", `${(100 * u).toFixed(2)}%`);
    card.style.setProperty("--v", `${(100 * v).toFixed(2)}%`);
  }

  plot.addEventListener(
    "pointermove",
    (event) => {
      const box = plot.getBoundingClientRect();
      const over = event.target instanceof Element && event.target.closest(".warn-chip");
      pointer = over
        ? null
        : [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
      show();
    },
    { signal },
  );
  plot.addEventListener(
    "pointerleave",
    () => {
      pointer = null;
      show();
    },
    { signal },
  );

  return {
    /** @param {NonNullable<Frame["surface"]>} newest */
    update(newest) {
      if (newest === surface) return;
      surface = newest;
      if (pointer) show();
    },
    destroy: () => listening.abort(),
  };
}
