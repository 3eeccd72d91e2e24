import { html, setText, svg } from "../../../dom.js";
import { formatDigits } from "../../../format.js";
import { formula } from "../../../formula.js";
import { lineOf } from "../../../inside/equations.js";
import { edgesOf, layoutOf, NODE_OF_EQUATION, norm } from "../../../inside/graph-model.js";
import * as text from "../../../inside/iteration-text.js";

/** @import { Equation } from "../../../inside/equations.js" */
/** @import { Edge, GraphLayout, NodeName } from "../../../inside/graph-model.js" */
/** @import { Matrix, Source } from "../../../inside/iteration-source.js" */

/** Narrower than this (px) it stands upright. */
const NARROW = 620;
/** Entries of a vector that are told. */
const MOST_LINES = 4;
/** Half a node's width and height, the distance of a text from an edge, and between lines. */
const [HALF, TALL, GAP, LINE] = [23, 15, 7, 14];

/** The entries of a short vector, or the norm of anything else. @param {Matrix} matrix @param {boolean} one @param {number} most */
function linesOf(matrix, one, most) {
  const { rows, columns, values } = matrix;
  if (!values) return ["\u2013"];
  if (values.length === 1) return [formatDigits(values[0], 3)];
  if (!one || columns > 1 || rows > most) return [`\u2016\u00b7\u2016 ${formatDigits(norm(matrix), 3)}`];
  return Array.from(values, (value) => formatDigits(value, 3));
}

/** A node's symbol, its layer raised. @param {NodeName} name @param {boolean} one */
function symbolOf(name, one) {
  const letter = name === "loss" ? (one ? "\u2112" : "J") : name.charAt(0);
  const big = !one && /^[xyza]/.test(name) ? letter.toUpperCase() : letter;
  const layer = name.slice(1);
  return svg(
    "text",
    { class: "graph-symbol", "text-anchor": "middle", y: 5 },
    big,
    ...(/^\d$/.test(layer) ? [svg("tspan", { class: "graph-layer", dy: -6 }, `[${layer}]`)] : []),
  );
}

/** Nodes, edges, and what goes along them. */
export function createGraph() {
  const drawing = svg("svg", { class: "graph", role: "img" });
  const caption = html("figcaption", { class: "graph-caption" });
  const spoken = html("p", { class: "visually-hidden" });
  const equation = html("p", { class: "graph-equation" });
  const element = html("figure", { class: "graph-figure" }, caption, drawing, equation, spoken);
  drawing.setAttribute("aria-label", text.graphName);
  /** @type {Map<NodeName, SVGGElement>} */
  const nodes = new Map();
  /** @type {Map<NodeName, { value: SVGTextElement, gradient: SVGTextElement }>} */
  const labels = new Map();
  let upright = false;
  let written = "";
  /** @type {Source | null} */
  let source = null;
  const observer = new ResizeObserver(measure);
  observer.observe(element);

  function measure() {
    const narrow = element.clientWidth > 0 && element.clientWidth < NARROW;
    if (narrow === upright) return;
    upright = narrow;
    if (source) show(source);
  }

  /** @param {Edge[]} edges @param {GraphLayout} layout @param {boolean} one */
  function write(edges, layout, one) {
    nodes.clear();
    labels.clear();
    drawing.setAttribute("viewBox", `0 0 ${layout.width} ${layout.height}`);
    drawing.classList.toggle("upright", layout.upright);
    /** @type {SVGElement[]} */
    const parts = [];
    for (const { from, to } of edges) {
      const { line, value, gradient } = edgeBetween(from, to, layout);
      labels.set(from, { value, gradient });
      parts.push(line, value, gradient);
    }
    const names = new Set(edges.flatMap(({ from, to }) => [from, to]));
    for (const name of names) {
      const [x, y] = layout.nodes[name] ?? [0, 0];
      const box = svg("rect", { x: -HALF, y: -TALL, width: 2 * HALF, height: 2 * TALL, rx: 6 });
      const node = svg(
        "g",
        { class: "graph-node", transform: `translate(${x} ${y})` },
        box,
        symbolOf(name, one),
      );
      nodes.set(name, node);
      parts.push(node);
    }
    drawing.replaceChildren(arrow(), ...parts);
  }

  /** @param {Source} next */
  function show(next) {
    source = next;
    const { kind } = next;
    const edges = edgesOf(next);
    const key = `${kind.one} ${kind.biases} ${upright}`;
    if (key !== written) write(edges, layoutOf(upright), kind.one);
    written = key;
    const { leftOut } = next;
    const missing = leftOut && text.tooMany(leftOut.numbers, leftOut.most);
    setText(caption, missing ?? (kind.one ? text.graphOfOne : text.graphOfAll));
    /** @type {string[]} */
    const told = [];
    for (const { from, value, gradient } of edges) {
      const label = labels.get(from);
      if (!label) continue;
      const most = isChain(from) ? MOST_LINES : 1;
      const lines = [value, gradient].map((matrix) => (matrix ? linesOf(matrix, kind.one, most) : []));
      stack(label.value, lines[0], !upright && isChain(from));
      stack(label.gradient, lines[1], false);
      told.push(`${from}: ${lines[0].join(", ")}${gradient ? `; d${from}: ${lines[1].join(", ")}` : ""}`);
    }
    setText(spoken, told.join(". "));
  }

  /** Show which node an equation is about, and the equation. @param {number} number @param {Equation | undefined} lit */
  function light(number, lit) {
    const wanted = NODE_OF_EQUATION[number - 1];
    const line = lit ? lineOf(lit) : "";
    if ((equation.dataset.of ?? "") !== line) {
      equation.dataset.of = line;
      const shown = html("span", { class: "graph-number", "aria-hidden": "true" }, String(number));
      equation.replaceChildren(...(lit ? [shown, formula(line)] : []));
    }
    for (const [name, node] of nodes) node.classList.toggle("lit", name === wanted);
  }

  return { element, show, light, resize: measure, destroy: () => observer.disconnect() };
}

/** The tip of every edge. */
function arrow() {
  const tip = svg("path", { class: "graph-arrow", d: "M0 0L8 4L0 8z" });
  const box = { viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" };
  return svg("defs", {}, svg("marker", { id: "graph-arrow", ...box }, tip));
}

/** @param {NodeName} name */
const isChain = (name) => /^[xza]/.test(name);

/** Lines under each other; `up`: the last one stands where the text does. @param {SVGTextElement} label @param {string[]} lines @param {boolean} up */
function stack(label, lines, up) {
  const x = label.getAttribute("x") ?? "0";
  while (label.childElementCount > lines.length) label.lastElementChild?.remove();
  while (label.childElementCount < lines.length) label.append(svg("tspan", { x }));
  for (const [k, part] of [...label.children].entries()) {
    part.setAttribute("dy", String(k ? LINE : up ? -LINE * (lines.length - 1) : 0));
    setText(part, lines[k]);
  }
}

/** An edge, and where what goes along it is written. @param {NodeName} from @param {NodeName} to @param {GraphLayout} layout */
function edgeBetween(from, to, { nodes, upright }) {
  const [[x0, y0], [x1, y1]] = [nodes[from] ?? [0, 0], nodes[to] ?? [0, 0]];
  /** @param {string} name @param {number} x @param {number} y @param {string} anchor */
  const label = (name, x, y, anchor) => svg("text", { class: name, x, y, "text-anchor": anchor });
  const across = Math.abs(x1 - x0) > Math.abs(y1 - y0);
  const [sx, sy] = across ? [Math.sign(x1 - x0) * HALF, 0] : [0, Math.sign(y1 - y0) * TALL];
  const end = across
    ? [x1 - Math.sign(x1 - x0) * HALF, y1]
    : [x1 - (x1 - x0) / 2, y1 - Math.sign(y1 - y0) * TALL];
  const line = svg("path", {
    class: "graph-edge",
    d: `M${x0 + sx} ${y0 + sy}L${end[0]} ${end[1]}`,
    "marker-end": "url(#graph-arrow)",
  });
  if (isChain(from)) {
    const [mx, my] = [(x0 + x1) / 2, (y0 + y1) / 2];
    if (upright) {
      const top = my - LINE;
      return {
        line,
        value: label("graph-value", mx - GAP, top, "end"),
        gradient: label("graph-gradient", mx + GAP, top, "start"),
      };
    }
    return {
      line,
      value: label("graph-value", mx, my - GAP, "middle"),
      gradient: label("graph-gradient", mx, my + GAP + 10, "middle"),
    };
  }
  if (upright)
    return {
      line,
      value: label("graph-value", x0, y0 + TALL + LINE, "middle"),
      gradient: label("graph-gradient", x0, y0 + TALL + 2 * LINE, "middle"),
    };
  const right = from.startsWith("b");
  const [x, anchor] = right ? [x0 + HALF + GAP, "start"] : [x0 - HALF - GAP, "end"];
  return {
    line,
    value: label("graph-value", x, y0 - 2, anchor),
    gradient: label("graph-gradient", x, y0 - 2 + LINE, anchor),
  };
}
