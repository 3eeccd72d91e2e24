import { find as choiceNamed } from "../configuration.js";
import { find, setText } from "../dom.js";
import { formatSigned, formatTick, formatValue } from "../format.js";
import * as text from "../text.js";
import { freePlace, LINKED, networkLayout } from "./network-layout.js";
import { createLinks } from "./network-links.js";
import { createNodes } from "./network-nodes.js";
import { createUnits } from "./network-units.js";

/** @import { Actions, Frame, State, View } from "../types.js" */
/** @import { Look } from "../look.js" */
/** @import { Layout, Point } from "./network-layout.js" */

/**
 * The network as a diagram: inputs, hidden units with their maps, output, and a link for every weight.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @param {Look} look
 * @returns {View}
 */
export function networkView(host, actions, look) {
  /** @param {string} name */
  const part = (name) => find(host, `[data-part="${name}"]`, HTMLElement);
  const diagram = part("diagram");
  const units = createUnits(part("units"), actions);
  const links = createLinks(find(host, "[data-part=links]", SVGSVGElement));
  const nodes = createNodes(part);
  const readout = createReadout(part);
  const ramp = find(host, ".ramp", HTMLElement);
  let width = 0;
  let height = 0;
  let placedFor = "";
  /** @type {Layout | null} */
  let layout = null;
  /** @type {Frame | null} */
  let painted = null;
  let paintedLook = -1;
  let readLook = -1;
  /** @type {number | null | undefined} */
  let lit;
  /** @type {number | null} */
  let pinned = null;

  function measure() {
    ({ clientWidth: width, clientHeight: height } = diagram);
  }

  /** @param {NonNullable<Frame["parameters"]>} parameters */
  function place({ W1, W2 }) {
    const [count, inputs] = W1.shape;
    const [outputs] = W2.shape;
    const key = `${inputs} ${count} ${outputs} ${width} ${height} ${look.scale}`;
    if (key === placedFor) return;
    placedFor = key;
    layout = networkLayout({ width, height, inputs, units: count, outputs, scale: look.scale });
    host.classList.toggle("unlinked", layout.arrangement === "grid");
    units.place(layout, outputs);
    links.place(layout);
    nodes.place(layout);
    lit = undefined;
  }

  /** A click beside the units and outside every control. @param {Event} event */
  const releaseUnit = ({ target }) => {
    if (pinned === null || (target instanceof Element && target.closest(".unit, button, a, input"))) return;
    actions.dispatch({ type: "pinned", unit: pinned });
  };
  host.addEventListener("click", releaseUnit);

  const observer = new ResizeObserver(() => {
    measure();
    actions.dispatch({ type: "look" });
  });
  observer.observe(diagram);
  measure();

  return {
    update(state) {
      const { frame, accepted } = state;
      if (!frame?.hidden || !frame.parameters) return;
      place(frame.parameters);
      if (accepted) nodes.update(accepted.network.output, accepted.network.biases);
      const unit = state.hovered ?? state.pinned;
      if (frame !== painted || state.look !== paintedLook) {
        units.paint(frame, look.palette);
        links.paint(frame.parameters);
        const positive = startsAtZero(state);
        const { low, high } = frame.hidden;
        setText(part("low"), formatTick(positive ? 0 : Number(low.toPrecision(2))));
        setText(part("high"), withPlus(high));
        ramp.classList.toggle("positive", positive);
      }
      if (unit !== lit || frame !== painted || state.look !== readLook) {
        readout(unit, frame, (card) => layout && freePlace(layout, height, card, look.scale));
        readLook = state.look;
      }
      units.light(unit, state.pinned);
      links.light(unit);
      lit = unit;
      pinned = state.pinned;
      painted = frame;
      paintedLook = state.look;
    },
    resize: measure,
    destroy() {
      observer.disconnect();
      host.removeEventListener("click", releaseUnit);
      units.destroy();
    },
  };
}

/** Whether the activation goes from 0 without end: then only the upper half of the colours appears. @param {State} state */
function startsAtZero({ accepted, catalog }) {
  const activation = catalog && accepted && choiceNamed(catalog.activations, accepted.network.activation);
  return activation?.range[0] === 0 && activation.range[1] === null;
}

/** @param {number} value */
function withPlus(value) {
  return (value > 0 ? "+" : "") + formatTick(Number(value.toPrecision(2)));
}

/**
 * The card with one unit's numbers.
 * @param {(name: string) => HTMLElement} part
 */
function createReadout(part) {
  const card = part("readout");
  const [name, w, b, out] = ["readout-name", "readout-w", "readout-b", "readout-out"].map(part);
  const outLine = part("readout-outputs");
  /** @param {number | null} unit @param {Frame} frame @param {(card: { width: number, height: number }) => Point | null} placeFor */
  return (unit, { parameters }, placeFor) => {
    card.hidden = unit === null;
    if (unit === null || !parameters) return;
    const { W1, b1, W2 } = parameters;
    const [n_h, n_x] = W1.shape;
    const column = Array.from({ length: W2.shape[0] }, (_, k) => formatSigned(W2.values[k * n_h + unit]));
    const row = Array.from({ length: n_x }, (_, k) => formatValue(W1.values[unit * n_x + k]));
    setText(name, text.unitName(unit));
    setText(w, `(${row.join(", ")})`);
    setText(b, `${formatValue(b1.values[unit])}`);
    // One output weight stands beside the unit already, unless units are too many.
    outLine.hidden = column.length === 1 && n_h <= LINKED;
    setText(out, column.length === 1 ? column[0] : `(${column.join(", ")})`);
    card.classList.remove("flat");
    const place = placeFor({ width: card.offsetWidth, height: card.offsetHeight });
    card.classList.toggle("flat", !place);
    if (!place) return;
    card.style.setProperty("--x", `${place.x.toFixed(1)}px`);
    card.style.setProperty("--y", `${place.y.toFixed(1)}px`);
  };
}
