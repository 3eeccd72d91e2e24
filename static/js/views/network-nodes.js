import { find, html, setHidden, setText, svg } from "../dom.js";
import { formatShort } from "../format.js";
import { markerPath } from "../markers.js";
import * as text from "../text.js";
import { createEntry } from "./weight-entry.js";

/** @import { Frame } from "../types.js" */
/** @import { Layout, Point } from "./network-layout.js" */

/**
 * What stands around the hidden units: inputs, the nodes "1" of the biases, outputs.
 * @param {(name: string) => HTMLElement} part
 */
export function createNodes(part) {
  const inputs = ["input-1", "input-2"].map(part);
  const biases = ["bias-1", "bias-2"].map(part);
  const outputs = part("outputs");
  const biasHost = part("output-biases");
  /** @type {ReturnType<typeof createEntry>[]} */
  let biasEntries = [];

  /** @param {number} count */
  function build(count) {
    if (outputs.children.length === count) return;
    outputs.classList.toggle("several", count > 1);
    const nodes = Array.from({ length: count }, (_, name) =>
      html("span", { class: "node output" }, count > 1 ? classMark(name) : html("i")),
    );
    outputs.replaceChildren(...nodes);
    biasEntries = nodes.map((_, row) => createEntry("output-bias", { name: "b2", row, column: 0 }, count));
    biasHost.replaceChildren(...biasEntries.map(({ button }) => button));
  }

  return {
    /** @param {Layout} layout */
    place(layout) {
      build(layout.outputs.length);
      for (const [k, input] of inputs.entries()) {
        setHidden(input, k >= layout.inputs.length);
        if (!input.hidden) at(input, layout.inputs[k], layout.inputSize);
      }
      for (const [k, bias] of biases.entries()) at(bias, layout.biases[k]);
      for (const [k, output] of [...outputs.children].entries()) {
        if (output instanceof HTMLElement) at(output, layout.outputs[k], 2 * layout.outputRadius);
      }
      for (const [k, { button }] of biasEntries.entries()) {
        const { x, y } = layout.outputs[k];
        at(button, { x, y: y + layout.outputRadius });
      }
    },
    /** @param {NonNullable<Frame["parameters"]>} parameters @param {boolean} editable */
    paint({ b2 }, editable) {
      for (const [k, { show, button }] of biasEntries.entries()) {
        show(b2.values[k], formatShort(b2.values[k]));
        if (button.disabled === editable) button.disabled = !editable;
      }
    },
    /** @param {string} output the output's name in the catalog @param {boolean} withBiases */
    update(output, withBiases) {
      setHidden(biasHost, !withBiases);
      for (const bias of biases) setHidden(bias, !withBiases);
      if (outputs.children.length === 1) setText(find(outputs, "i", HTMLElement), text.outputSymbol(output));
    },
  };
}

/** @param {number} name of a class */
function classMark(name) {
  const path = svg("path", { d: markerPath(name, 8, 8, 5.4) });
  return svg(
    "svg",
    { class: `output-mark class-${name}`, viewBox: "0 0 16 16", "aria-hidden": "true" },
    path,
  );
}

/** @param {HTMLElement} element @param {Point} centre @param {number} [size] */
function at(element, { x, y }, size) {
  element.style.setProperty("--x", `${x.toFixed(1)}px`);
  element.style.setProperty("--y", `${y.toFixed(1)}px`);
  if (size) element.style.setProperty("--size", `${size.toFixed(1)}px`);
}
