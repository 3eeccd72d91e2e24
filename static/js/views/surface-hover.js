import { arithmeticOf } from "../arithmetic.js";
import { html, setHidden, setText } from "../dom.js";
import { formatActivation, formatValue } from "../format.js";
import { planeView } from "../geometry.js";
import { predictionKind } from "../prediction.js";
import * as text from "../text.js";

/** @import { Actions, State, Surface } from "../types.js" */

/** So many activations are told in numbers; more are colours alone. */
const TOLD = 32;
/** How far an arrow key moves the place, in shares of the plot. */
const STEP = 0.02;
const STRIDE = 0.1;
/** Between the pointer and the card, and between the card and the edge (px). */
const GAP = 14;
const EDGE = 4;

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * A read-out of the place under the pointer, or under a cross that the arrow keys move: x, the prediction, and what
 * every hidden unit makes of it, all computed from the weights.
 * @param {HTMLElement} plot
 * @param {(name: string) => HTMLElement} part
 * @param {Actions} actions
 */
export function createHover(plot, part, actions) {
  const card = part("hover");
  const cross = part("cross");
  const [place, prediction, units] = ["hover-place", "hover-prediction", "hover-units"].map(part);
  const spoken = part("hover-spoken");
  const listening = new AbortController();
  const { signal } = listening;
  /** @type {State["probe"]} */
  let probe = null;
  let byKey = false;
  /** @type {unknown[]} */
  let told = [];

  /** @param {State["probe"]} at @param {boolean} [key] */
  function look(at, key = false) {
    byKey = key;
    actions.dispatch({ type: "probe", at });
  }
  plot.addEventListener(
    "pointermove",
    (event) => {
      const box = plot.getBoundingClientRect();
      const over = event.target instanceof Element && event.target.closest(".warn-chip, button");
      const [u, v] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
      look(over ? null : [within(u), within(v)]);
    },
    { signal },
  );
  plot.addEventListener("pointerleave", () => look(null), { signal });
  plot.addEventListener("blur", () => look(null), { signal });
  plot.addEventListener(
    "keydown",
    (event) => {
      if (event.target !== plot || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape" && probe) {
        event.preventDefault();
        look(null);
      }
      const arrow = ARROWS[event.key];
      if (!arrow) return;
      event.preventDefault();
      const [u, v] = probe ?? [0.5, 0.5];
      const by = event.shiftKey ? STRIDE : STEP;
      look(probe ? [within(u + by * arrow[0]), within(v + by * arrow[1])] : [u, v], true);
    },
    { signal },
  );

  /** @param {State} state @param {Surface} surface @param {[number, number]} at */
  function tell(state, surface, at) {
    const { data, frame } = state;
    const network = arithmeticOf(state, frame?.parameters ?? null);
    if (!network || !frame?.hidden) return;
    const curve = predictionKind(surface) === "curve";
    const x = planeView(surface.bounds, 1)
      .point(...at)
      .slice(0, curve ? 1 : 2);
    const A1 = network.hidden(x);
    const A2 = network.output(A1);
    setText(place, text.pointAt(x.map((value) => formatValue(Number(value.toFixed(2))))));
    setText(prediction, said(A2, network.label(A2), data?.class_names ?? [], surface));
    const { low, high } = frame.hidden;
    showUnits(units, A1, (a) => (a - low) / (high - low || 1));
    if (byKey)
      setText(spoken, text.spokenPlace(place.textContent, prediction.textContent, [...A1].slice(0, TOLD)));
  }

  /** Beside the place, on the side where there is room. @param {[number, number]} at @param {number} side */
  function stand([u, v], side) {
    const { offsetWidth, offsetHeight } = card;
    const x = beside(u * side, offsetWidth, side);
    const y = beside(v * side, offsetHeight, side);
    card.style.setProperty("--x", `${x.toFixed(0)}px`);
    card.style.setProperty("--y", `${y.toFixed(0)}px`);
    cross.style.setProperty("--u", `${(100 * u).toFixed(2)}%`);
    cross.style.setProperty("--v", `${(100 * v).toFixed(2)}%`);
  }

  return {
    /** @param {State} state @param {Surface} surface @param {number} side of the plot (px) */
    update(state, surface, side) {
      const now = [state.probe, state.shows.solid, surface, state.frame, state.data, side];
      if (now.every((value, k) => value === told[k])) return;
      told = now;
      probe = state.probe;
      const flat = !state.shows.solid || predictionKind(surface) === "curve";
      const shown = probe !== null && flat;
      setHidden(card, !shown);
      setHidden(cross, !shown);
      if (!probe || !shown) {
        if (!byKey) setText(spoken, "");
        return;
      }
      tell(state, surface, probe);
      stand(probe, side);
    },
    destroy: () => listening.abort(),
  };
}

/** @param {number} share */
const within = (share) => Math.min(1, Math.max(0, share));

/** @param {number} at @param {number} size of the card @param {number} room */
function beside(at, size, room) {
  const after = at + GAP;
  const start = after + size <= room - EDGE ? after : at - GAP - size;
  return Math.max(EDGE, Math.min(start, room - EDGE - size));
}

/** @param {Float64Array} A2 @param {number} label @param {string[]} names @param {Surface} surface */
function said(A2, label, names, { level }) {
  if (A2.length > 1) return text.probabilityOf(names[label] ?? String(label), A2[label].toFixed(3));
  if (level === null) return text.predictionOf(formatValue(A2[0]));
  return text.probabilityOf(names[1] ?? "1", A2[0].toFixed(3));
}

/** A colour for every unit, and a number where they are few. @param {HTMLElement} host @param {Float64Array} A1 @param {(a: number) => number} share */
function showUnits(host, A1, share) {
  const many = A1.length > TOLD;
  if (host.childElementCount !== A1.length) {
    host.classList.toggle("many", many);
    host.classList.toggle("pair", A1.length <= 4);
    host.replaceChildren(...Array.from(A1, (_, unit) => unitTold(unit, many)));
  }
  for (const [unit, a] of A1.entries()) {
    const item = host.children[unit];
    const position = within(share(a));
    if (!(item instanceof HTMLElement)) continue;
    item.classList.toggle("target-neg", position < 0.5);
    item.classList.toggle("target-pos", position >= 0.5);
    item.style.setProperty("--much", `${(100 * Math.abs(2 * position - 1)).toFixed(0)}%`);
    if (!many && item.lastChild) setText(item.lastChild, formatActivation(a));
  }
}

/** @param {number} unit @param {boolean} many */
function unitTold(unit, many) {
  if (many) return html("li");
  const name = html("span", { class: "hover-unit" }, html("i", {}, "a"), html("sub", {}, String(unit + 1)));
  return html("li", {}, name, html("span"));
}
