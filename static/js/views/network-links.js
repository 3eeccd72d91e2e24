import { svg } from "../dom.js";
import { linkPath } from "./network-layout.js";
import { entryKey } from "./weight-entry.js";

/** @import { Entry, Frame } from "../types.js" */
/** @import { Layout, Point } from "./network-layout.js" */

/** The widest a link gets (px), however large its weight. */
const CAP = 7;
/** Thinner than this a link cannot be seen. */
const HAIR = 0.6;
/** Where on a unit's left side its links arrive, in shares of its size: the inputs from above, the bias below. */
const ARRIVE = { first: -0.2, next: 0.25, bias: 0.3 };

/** @typedef {{ path: SVGPathElement, hit: SVGPathElement, unit: number | null, negative: boolean | null, width: string }} Link */

/**
 * A link for every weight and bias: as wide as the weight is large, solid for +, dashed for -. Over each lies one that
 * is not seen, wide enough for the pointer. Where units are too many for links, two areas say that all are joined.
 * @param {SVGSVGElement} host
 */
export function createLinks(host) {
  const wire = svg("path", { class: "wire" });
  const bundle = svg("path", { class: "bundle" });
  /** In the order of W1, b1, W2, b2, each row by row. @type {Record<"W1" | "b1" | "W2" | "b2", Link[]>} */
  let links = { W1: [], b1: [], W2: [], b2: [] };
  let builtFor = "";

  /** @param {number} n_x @param {number} n_h @param {number} n_y */
  function build(n_x, n_h, n_y) {
    if (builtFor === `${n_x} ${n_h} ${n_y}`) return;
    builtFor = `${n_x} ${n_h} ${n_y}`;
    links = {
      W1: matrix("W1", n_h, n_x, (row) => row),
      b1: matrix("b1", n_h, 1, (row) => row),
      W2: matrix("W2", n_y, n_h, (_, column) => column),
      b2: matrix("b2", n_y, 1, () => null),
    };
    const all = Object.values(links).flat();
    host.replaceChildren(bundle, wire, ...all.map(({ path }) => path), ...all.map(({ hit }) => hit));
  }

  /** @param {Layout} layout */
  function place(layout) {
    const { inputs, inputSize, biases, units, unitSize, outputs, outputRadius, arrangement } = layout;
    const bare = arrangement === "grid";
    const [n_x, n_h] = [inputs.length, units.length];
    build(n_x, bare ? 0 : n_h, outputs.length);
    host.classList.toggle("many", arrangement !== "column" || n_h * outputs.length > 16);
    bundle.setAttribute("d", bare ? bundlePath(layout) : "");
    wire.setAttribute("d", outputs.map((output) => wirePath(output, outputRadius, layout.wire)).join(""));
    /** @param {Link} link @param {Point} from @param {number} fromRadius @param {Point} to @param {number} toRadius @param {number} [lower] */
    const join = ({ path, hit }, from, fromRadius, to, toRadius, lower = 0) => {
      const d = linkPath(from.x + fromRadius, from.y, to.x - toRadius, to.y + lower);
      path.setAttribute("d", d);
      hit.setAttribute("d", d);
    };
    const half = unitSize / 2;
    const biasRadius = 13 * (outputRadius / (outputs.length > 1 ? 17 : 22));
    for (const [k, link] of links.W1.entries()) {
      const share = arrangement === "column" ? ARRIVE.first + (k % n_x) * ARRIVE.next : 0;
      join(link, inputs[k % n_x], inputSize / 2, units[Math.floor(k / n_x)], half, share * unitSize);
    }
    for (const [k, link] of links.b1.entries()) {
      const share = arrangement === "column" ? ARRIVE.bias : 0;
      join(link, biases[0], biasRadius, units[k], half, share * unitSize);
    }
    for (const [k, link] of links.W2.entries()) {
      join(link, units[k % n_h], half, outputs[Math.floor(k / n_h)], outputRadius);
    }
    for (const [k, link] of links.b2.entries()) join(link, biases[1], biasRadius, outputs[k], outputRadius);
  }

  return {
    place,
    /** @param {NonNullable<Frame["parameters"]>} parameters */
    paint(parameters) {
      for (const name of /** @type {const} */ (["W1", "b1", "W2", "b2"])) {
        for (const [k, link] of links[name].entries()) show(link, parameters[name].values[k]);
      }
    },
    /** Let the other units' links recede. @param {number | null} lit */
    light(lit) {
      for (const group of Object.values(links)) {
        for (const { path, unit } of group) path.classList.toggle("receded", lit !== null && unit !== lit);
      }
    },
  };
}

/** From an output to the surface. @param {Point} output @param {number} radius @param {Point} end */
function wirePath(output, radius, end) {
  const from = output.x + radius;
  return output.y === end.y ? `M${from} ${end.y}H${end.x}` : linkPath(from, output.y, end.x, end.y);
}

/** From every input to the block of units, and from there to every output. @param {Layout} layout */
export function bundlePath({ inputs, inputSize, units, unitSize, outputs, outputRadius }) {
  const half = unitSize / 2;
  const [left, right] = [
    Math.min(...units.map(({ x }) => x)) - half,
    Math.max(...units.map(({ x }) => x)) + half,
  ];
  const [top, bottom] = [units[0].y - half, (units.at(-1) ?? units[0]).y + half];
  const into = inputs.map(({ x, y }) => fan(x + inputSize / 2, y - 5, y + 5, left - 4, top, bottom));
  const out = outputs.map(({ x, y }) => fan(x - outputRadius, y - 5, y + 5, right + 4, top, bottom));
  return [...into, ...out].join("");
}

/**
 * An area from a short side to a long one, with sides that run like links.
 * @param {number} x0
 * @param {number} top0
 * @param {number} bottom0
 * @param {number} x1
 * @param {number} top1
 * @param {number} bottom1
 */
function fan(x0, top0, bottom0, x1, top1, bottom1) {
  const back = linkPath(x1, bottom1, x0, bottom0).replace("M", "L");
  return `${linkPath(x0, top0, x1, top1)}${back}Z`;
}

/**
 * @param {Entry["name"]} name
 * @param {number} rows
 * @param {number} columns
 * @param {(row: number, column: number) => number | null} unitOf
 * @returns {Link[]}
 */
function matrix(name, rows, columns, unitOf) {
  return Array.from({ length: rows * columns }, (_, k) => {
    const [row, column] = [Math.floor(k / columns), k % columns];
    const key = entryKey({ name, row, column });
    return {
      path: svg("path", { class: "link" }),
      hit: svg("path", { class: "link-hit", "data-entry": key }),
      unit: unitOf(row, column),
      negative: null,
      width: "",
    };
  });
}

/** @param {Link} link @param {number} weight */
function show(link, weight) {
  if (!(Math.abs(weight) >= 0)) return; // of a diverged run
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
