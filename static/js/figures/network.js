import { svg } from "../dom.js";
import { formatShort, formatTick } from "../format.js";
import { markerPath } from "../markers.js";
import { colour } from "../palette.js";
import * as text from "../text.js";
import { linkPath, networkLayout } from "../views/network-layout.js";
import { bundlePath } from "../views/network-links.js";
import { INK, label, lineKey, PAPER, pictureOf, round } from "./sheet.js";
import { ramp } from "./surface.js";
import * as words from "./text.js";

/** @import { Frame, State } from "../types.js" */
/** @import { Layout, Point } from "../views/network-layout.js" */
/** @import { Sheet } from "./sheet.js" */

/** Of the type, to what the page's diagram is laid out in. */
const EM = 13;
/** Height of the diagram on paper, in em. */
const HIGH = 24;
/** Links are as wide as their weights are large, up to here; in em. */
const [HAIR, CAP] = [0.05, 0.5];

/**
 * Inputs, hidden units with their maps, outputs, and a link for every weight.
 * @param {Sheet} sheet
 * @param {State} state with maps and parameters
 */
export function networkFigure(sheet, state) {
  const { em, look } = sheet;
  const frame = /** @type {Frame} */ (state.frame);
  const hidden = /** @type {NonNullable<Frame["hidden"]>} */ (frame.hidden);
  const parameters = /** @type {NonNullable<Frame["parameters"]>} */ (frame.parameters);
  const [units, inputs] = parameters.W1.shape;
  const [outputs] = parameters.W2.shape;
  const box = sheet.room(HIGH * em, { left: 0, bottom: 0.5 });
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const layout = networkLayout({ width, height, inputs, units, outputs, scale: em / EM });
  const part = svg("g", { transform: `translate(${round(box.left)} ${round(box.top)})` });
  sheet.add(part);
  const biases = state.accepted?.network.biases ?? true;
  if (layout.arrangement === "grid")
    part.append(svg("path", { d: bundlePath(layout), fill: "#dddddd", class: "bundle" }));
  else part.append(...links(layout, parameters, biases, sheet));

  const { inputSize, unitSize, outputRadius, arrangement } = layout;
  const line = { stroke: INK, "stroke-width": round(em / 12) };
  const name = { "text-anchor": "middle" };
  for (const [k, { x, y }] of layout.inputs.entries())
    part.append(
      svg("rect", {
        x: x - inputSize / 2,
        y: y - inputSize / 2,
        width: inputSize,
        height: inputSize,
        rx: em / 3,
        fill: PAPER,
        ...line,
        class: "input",
      }),
      label(words.feature(k, inputs), x, y + 0.35 * em, name),
    );
  const [, rows, columns] = hidden.shape;
  for (const [k, { x, y }] of layout.units.entries()) {
    const image = new ImageData(columns, rows);
    const values = hidden.values.subarray(k * rows * columns, (k + 1) * rows * columns);
    colour(values, look.palette, new Uint32Array(image.data.buffer));
    const [left, top] = [x - unitSize / 2, y - unitSize / 2];
    part.append(
      pictureOf(image, { left, top, right: left + unitSize, bottom: top + unitSize }),
      svg("rect", {
        x: round(left),
        y: round(top),
        width: round(unitSize),
        height: round(unitSize),
        fill: "none",
        ...line,
        class: "unit",
      }),
    );
    if (arrangement === "column" && outputs === 1)
      part.append(
        label(formatShort(parameters.W2.values[k]), x + unitSize / 2 + 0.4 * em, y - 0.5 * em, {
          ...halo(em),
          "font-size": round(0.85 * em),
        }),
      );
  }
  if (biases && arrangement !== "grid")
    for (const { x, y } of layout.biases)
      part.append(
        svg("circle", { cx: round(x), cy: round(y), r: round(0.9 * em), fill: PAPER, ...line }),
        label("1", x, y + 0.35 * em, name),
      );
  for (const [k, { x, y }] of layout.outputs.entries())
    part.append(
      svg("circle", {
        cx: round(x),
        cy: round(y),
        r: round(outputRadius),
        fill: PAPER,
        ...line,
        class: "output",
      }),
      outputs > 1
        ? svg("path", { d: markerPath(k, x, y, 0.5 * em), fill: look.colour(`class-${k}`) })
        : label(text.outputSymbol(state.accepted?.network.output ?? ""), x, y + 0.35 * em, name),
    );
  const shown = [hidden.low, hidden.high].map((value) => formatTick(Number(value.toPrecision(2))));
  const signs = [
    { mark: [lineKey(em, styleOf(1, sheet))], name: words.positive },
    { mark: [lineKey(em, styleOf(-1, sheet))], name: words.negative },
  ];
  return sheet.close(box, 0.5, [
    ...(arrangement === "grid" ? [] : signs),
    { mark: [ramp(sheet, look.palette)], name: words.activations(shown[0], shown[1]) },
  ]);
}

/** Letters over lines. @param {number} em */
const halo = (em) => ({ stroke: PAPER, "stroke-width": round(em / 4), "paint-order": "stroke" });

/** @param {number} weight @param {Sheet} sheet */
function styleOf(weight, { em, look }) {
  const size = Math.abs(weight);
  return {
    fill: "none",
    stroke: look.colour(weight < 0 ? "class-0" : "class-1"),
    "stroke-width": weight === 0 ? 0 : round(em * Math.max(HAIR, Math.min(CAP, 0.09 * size))),
    "stroke-dasharray": weight < 0 ? `${round(0.55 * em)} ${round(0.3 * em)}` : "none",
  };
}

/** @param {Layout} layout @param {NonNullable<Frame["parameters"]>} parameters @param {boolean} biases @param {Sheet} sheet */
function links(
  { inputs, inputSize, units, unitSize, biases: ones, outputs, outputRadius },
  { W1, b1, W2, b2 },
  biases,
  sheet,
) {
  const half = unitSize / 2;
  const radius = 0.9 * sheet.em;
  /** @param {number} weight @param {Point} from @param {number} start @param {Point} to @param {number} end */
  const link = (weight, from, start, to, end) =>
    svg("path", {
      d: linkPath(from.x + start, from.y, to.x - end, to.y),
      ...styleOf(weight, sheet),
      opacity: 0.75,
      class: "link",
    });
  const [n_x, n_h] = [inputs.length, units.length];
  const all = [
    ...Array.from(W1.values, (w, k) =>
      link(w, inputs[k % n_x], inputSize / 2, units[Math.floor(k / n_x)], half),
    ),
    ...Array.from(W2.values, (w, k) =>
      link(w, units[k % n_h], half, outputs[Math.floor(k / n_h)], outputRadius),
    ),
  ];
  if (!biases) return all;
  return [
    ...all,
    ...Array.from(b1.values, (b, k) => link(b, ones[0], radius, units[k], half)),
    ...Array.from(b2.values, (b, k) => link(b, ones[1], radius, outputs[k], outputRadius)),
  ];
}
