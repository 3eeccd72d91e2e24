import { setAttributes, svg } from "../../dom.js";

/** Pixels between two points of a brush, and how far they scatter. */
const SPACING = 9;
const SCATTER = 6;
/** Share of the side that an arrow key moves the cross; with Shift, more. */
const PACE = { one: 1 / 60, many: 1 / 12 };
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @typedef {[number, number]} Place pixels from the upper left corner */

/**
 * The hand over the plot: a click puts a point, a drag brushes them or erases, keys move a cross that does the same.
 * @param {HTMLElement} layer
 * @param {SVGSVGElement} picture of the cross, and of what the eraser reaches
 * @param {object} does
 * @param {() => number} does.side of the plot
 * @param {() => boolean} does.erases
 * @param {(coarse: boolean) => number} does.reach of the eraser
 * @param {(places: Place[], begins: boolean) => void} does.add
 * @param {(place: Place, radius: number, begins: boolean) => void} does.erase
 * @param {() => void} does.end
 * @param {(label: number) => void} does.takeClass
 * @param {() => void} does.leave
 */
export function createHand(layer, picture, does) {
  const cross = svg("path", { class: "draw-cross" });
  const ring = svg("circle", { class: "draw-ring" });
  picture.append(cross, ring);
  /** The pointer that draws, where it last put a point, and whether it is a finger. @type {{ id: number, last: Place, coarse: boolean } | null} */
  let stroke = null;
  /** The cross, in shares of the side. @type {Place} */
  let aim = [0.5, 0.5];

  /** @param {PointerEvent} event @returns {Place} */
  function placeOf({ clientX, clientY }) {
    const box = layer.getBoundingClientRect();
    /** @param {number} value */
    const inside = (value) => Math.min(1, Math.max(0, value)) * does.side();
    return [inside((clientX - box.left) / box.width), inside((clientY - box.top) / box.height)];
  }

  /** @param {Place} place @param {boolean} coarse @param {boolean} begins */
  function act(place, coarse, begins) {
    if (does.erases()) does.erase(place, does.reach(coarse), begins);
    else does.add([begins ? place : scattered(place)], begins);
  }

  /** @param {Place} place @returns {Place} */
  const scattered = ([x, y]) => [within(x + SCATTER * normal()), within(y + SCATTER * normal())];
  /** @param {number} pixels */
  const within = (pixels) => Math.min(does.side(), Math.max(0, pixels));

  /** @param {Place | null} place @param {number} radius */
  function showRing(place, radius) {
    ring.classList.toggle("absent", !place);
    setAttributes(picture, { viewBox: `0 0 ${does.side()} ${does.side()}` });
    if (place) setAttributes(ring, { cx: place[0], cy: place[1], r: radius });
  }

  function showCross() {
    const [x, y] = aim.map((share) => share * does.side());
    setAttributes(picture, { viewBox: `0 0 ${does.side()} ${does.side()}` });
    cross.setAttribute("d", `M${x - 10} ${y}h20M${x} ${y - 10}v20`);
  }

  const listening = new AbortController();
  const options = { signal: listening.signal };
  layer.addEventListener(
    "pointerdown",
    (event) => {
      if (stroke || event.button !== 0) return;
      layer.setPointerCapture(event.pointerId);
      const coarse = event.pointerType === "touch";
      const place = placeOf(event);
      stroke = { id: event.pointerId, last: place, coarse };
      act(place, coarse, true);
    },
    options,
  );
  layer.addEventListener(
    "pointermove",
    (event) => {
      const erases = does.erases();
      if (event.pointerType !== "touch" || stroke) {
        showRing(erases ? placeOf(event) : null, does.reach(event.pointerType === "touch"));
      }
      if (stroke?.id !== event.pointerId) return;
      for (const moved of event.getCoalescedEvents?.() ?? [event]) {
        const place = placeOf(moved);
        const far = Math.hypot(place[0] - stroke.last[0], place[1] - stroke.last[1]);
        if (far < (erases ? 2 : SPACING)) continue;
        stroke.last = place;
        act(place, stroke.coarse, false);
      }
    },
    options,
  );
  /** @param {PointerEvent} event */
  function lift({ pointerId, pointerType }) {
    if (stroke?.id !== pointerId) return;
    stroke = null;
    if (pointerType === "touch") showRing(null, 0);
    does.end();
  }
  layer.addEventListener("pointerup", lift, options);
  layer.addEventListener("pointercancel", lift, options);
  layer.addEventListener("pointerleave", () => stroke || showRing(null, 0), options);
  layer.addEventListener("focus", showCross, options);

  layer.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const arrow = ARROWS[event.key];
      const digit = /^[1-5]$/.test(event.key) ? Number(event.key) : null;
      if (arrow) {
        const pace = event.shiftKey ? PACE.many : PACE.one;
        aim = [within01(aim[0] + pace * arrow[0]), within01(aim[1] + pace * arrow[1])];
        showCross();
      } else if (event.key === "Enter" || event.key === " ") aimed(does.erases());
      else if (event.key === "Delete" || event.key === "Backspace") aimed(true);
      else if (digit !== null) does.takeClass(digit - 1);
      else if (event.key === "Escape") does.leave();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    options,
  );

  /** @param {boolean} erases */
  function aimed(erases) {
    const place = /** @type {Place} */ (aim.map((share) => share * does.side()));
    if (erases) does.erase(place, does.reach(false), true);
    else does.add([place], true);
    does.end();
  }

  showRing(null, 0);
  return { destroy: () => listening.abort() };
}

/** @param {number} share */
const within01 = (share) => Math.min(1, Math.max(0, share));

/** A draw from the standard normal distribution, cut off at 2. */
function normal() {
  const value = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return Math.max(-2, Math.min(2, value));
}
