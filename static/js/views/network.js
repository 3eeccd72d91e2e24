import { find, setText } from "../dom.js";
import { formatPlain, formatSigned, formatValue } from "../format.js";
import * as text from "../text.js";
import { networkLayout } from "./network-layout.js";
import { createLinks } from "./network-links.js";
import { createUnits } from "./network-units.js";

/** @import { Actions, Frame, View } from "../types.js" */
/** @import { Look } from "../look.js" */

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
  const readout = createReadout(part);
  let width = 0;
  let height = 0;
  let placedFor = "";
  /** @type {Frame | null} */
  let painted = null;
  let paintedLook = -1;
  /** @type {number | null | undefined} */
  let lit;

  function measure() {
    ({ clientWidth: width, clientHeight: height } = diagram);
  }

  /** @param {number} count */
  function place(count) {
    const key = `${count} ${width} ${height} ${look.scale}`;
    if (key === placedFor) return;
    placedFor = key;
    const layout = networkLayout(width, height, count, look.scale);
    units.place(layout);
    links.place(layout);
    at(part("input-1"), layout.inputs[0], layout.inputSize);
    at(part("input-2"), layout.inputs[1], layout.inputSize);
    at(part("bias-1"), layout.biases[0]);
    at(part("bias-2"), layout.biases[1]);
    at(part("output"), layout.output);
  }

  const observer = new ResizeObserver(() => {
    measure();
    actions.dispatch({ type: "look" });
  });
  observer.observe(diagram);
  measure();

  return {
    update(state) {
      const { frame } = state;
      if (!frame?.hidden || !frame.parameters) return;
      place(frame.hidden.shape[0]);
      const unit = state.hovered ?? state.pinned;
      if (frame !== painted || state.look !== paintedLook) {
        units.paint(frame, look.palette);
        links.paint(frame.parameters);
        setText(part("low"), formatPlain(Number(frame.hidden.low.toPrecision(2))));
        setText(part("high"), withPlus(frame.hidden.high));
      }
      if (unit !== lit || frame !== painted) readout(unit, frame);
      units.light(unit, state.pinned);
      links.light(unit);
      lit = unit;
      painted = frame;
      paintedLook = state.look;
    },
    resize: measure,
    destroy() {
      observer.disconnect();
      units.destroy();
    },
  };
}

/** @param {number} value */
function withPlus(value) {
  return (value > 0 ? "+" : "") + formatPlain(Number(value.toPrecision(2)));
}

/** @param {HTMLElement} element @param {{ x: number, y: number }} centre @param {number} [size] */
function at(element, { x, y }, size) {
  element.style.setProperty("--x", `${x.toFixed(1)}px`);
  element.style.setProperty("--y", `${y.toFixed(1)}px`);
  if (size) element.style.setProperty("--size", `${size.toFixed(1)}px`);
}

/**
 * The card with one unit's numbers.
 * @param {(name: string) => HTMLElement} part
 */
function createReadout(part) {
  const card = part("readout");
  const [name, w, b] = ["readout-name", "readout-w", "readout-b"].map(part);
  /** @param {number | null} unit @param {Frame} frame */
  return (unit, { parameters }) => {
    card.hidden = unit === null;
    if (unit === null || !parameters) return;
    const { W1, b1, W2 } = parameters;
    const n_x = W1.shape[1];
    const row = Array.from({ length: n_x }, (_, k) => formatValue(W1.values[unit * n_x + k]));
    setText(name, text.unitName(unit));
    setText(w, `(${row.join(", ")})`);
    setText(b, `${formatValue(b1.values[unit])}`);
    card.title = text.outputWeight(formatSigned(W2.values[unit]));
  };
}
