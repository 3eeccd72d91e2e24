import { formatValue } from "../format.js";
import { planeView } from "../geometry.js";
import { predictionAt, predictionKind } from "../prediction.js";
import * as text from "../text.js";

/** @import { Surface } from "../types.js" */
/** @import { DataBody } from "../wire.js" */

/**
 * A read-out of the prediction under the pointer.
 * @param {HTMLElement} plot
 * @param {HTMLElement} card
 */
export function createHover(plot, card) {
  /** The pointer in shares of the plot. @type {[number, number] | null} */
  let pointer = null;
  /** @type {Surface | null} */
  let surface = null;
  /** @type {string[]} */
  let classNames = [];
  const listening = new AbortController();
  const { signal } = listening;

  function show() {
    card.hidden = !pointer || !surface;
    if (!pointer || !surface) return;
    const [u, v] = pointer;
    const kind = predictionKind(surface);
    const { value, name } = predictionAt(surface, u, v);
    const place = planeView(surface.bounds, 1)
      .point(u, v)
      .slice(0, kind === "curve" ? 1 : 2)
      .map((x) => formatValue(Number(x.toFixed(2))));
    card.replaceChildren(
      text.pointAt(place),
      document.createElement("br"),
      kind === "curve" || kind === "real"
        ? text.predictionOf(formatValue(value))
        : text.probabilityOf(classNames[name ?? 1] ?? "1", value.toFixed(3)),
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
    /** @param {Surface} newest @param {DataBody | null} data */
    update(newest, data) {
      if (newest === surface) return;
      surface = newest;
      classNames = data?.class_names ?? [];
      if (pointer) show();
    },
    destroy: () => listening.abort(),
  };
}
