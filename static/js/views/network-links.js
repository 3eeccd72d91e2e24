import { svg } from "../dom.js";
import { linkPath } from "./network-layout.js";

/** @import { Frame } from "../types.js" */
/** @import { Layout } from "./network-layout.js" */

/** The widest a link gets (px), however large its weight. */
const CAP = 7;
/** Thinner than this a link cannot be seen. */
const HAIR = 0.6;

/** @typedef {{ path: SVGPathElement, unit: number | null, negative: boolean | null, width: string }} Link */

/**
 * A link for every weight and bias: as wide as the weight is large, solid for +, dashed for -.
 * @param {SVGSVGElement} host
 */
export function createLinks(host) {
  const wire = svg("path", { class: "wire" });
  /** Links into the units (x1, x2, 1), units to output, and the output's bias. @type {Link[]} */
  let links = [];

  /** @param {number} count */
  function build(count) {
    if (links.length === 4 * count + 1) return;
    links = [];
    for (let unit = 0; unit < count; unit++) for (let k = 0; k < 4; k++) links.push(createLink(unit));
    links.push(createLink(null));
    host.replaceChildren(wire, ...links.map(({ path }) => path));
  }

  return {
    /** @param {Layout} layout */
    place(layout) {
      build(layout.units.length);
      const { inputs, biases, units, unitSize, output, outputRadius, wrapped } = layout;
      const into = output.x - outputRadius;
      const sources = [
        { x: inputs[0].x + layout.inputSize / 2, y: inputs[0].y, offset: -0.2 },
        { x: inputs[1].x + layout.inputSize / 2, y: inputs[1].y, offset: 0.05 },
        { x: biases[0].x + outputRadius * 0.6, y: biases[0].y, offset: 0.3 },
      ];
      for (const [unit, { x, y }] of units.entries()) {
        const left = x - unitSize / 2;
        for (const [k, source] of sources.entries()) {
          const arrive = wrapped ? y : y + source.offset * unitSize;
          links[4 * unit + k].path.setAttribute("d", linkPath(source.x, source.y, left, arrive));
        }
        links[4 * unit + 3].path.setAttribute("d", linkPath(x + unitSize / 2, y, into, output.y));
      }
      const last = links[links.length - 1];
      last.path.setAttribute("d", linkPath(biases[1].x + outputRadius * 0.6, biases[1].y, into, output.y));
      wire.setAttribute("d", `M${output.x + outputRadius} ${output.y}H${layout.right}`);
      host.classList.toggle("many", wrapped);
    },
    /** @param {NonNullable<Frame["parameters"]>} parameters */
    paint({ W1, b1, W2, b2 }) {
      const count = W2.values.length;
      const n_x = W1.shape[1];
      for (let unit = 0; unit < count; unit++) {
        show(links[4 * unit], W1.values[n_x * unit]);
        show(links[4 * unit + 1], W1.values[n_x * unit + 1]);
        show(links[4 * unit + 2], b1.values[unit]);
        show(links[4 * unit + 3], W2.values[unit]);
      }
      show(links[links.length - 1], b2.values[0]);
    },
    /** Let the other units' links recede. @param {number | null} lit */
    light(lit) {
      for (const { path, unit } of links) path.classList.toggle("receded", lit !== null && unit !== lit);
    },
  };
}

/** @param {number | null} unit @returns {Link} */
function createLink(unit) {
  return { path: svg("path", { class: "link" }), unit, negative: null, width: "" };
}

/** @param {Link} link @param {number} weight */
function show(link, weight) {
  const width = weight === 0 ? "0" : Math.max(HAIR, Math.min(CAP, Math.abs(weight))).toFixed(1);
  if (width !== link.width) {
    link.width = width;
    link.path.style.strokeWidth = `${width}px`;
  }
  const negative = weight < 0;
  if (negative !== link.negative) {
    link.negative = negative;
    link.path.classList.toggle("weight-neg", negative);
    link.path.classList.toggle("weight-pos", !negative);
  }
}
