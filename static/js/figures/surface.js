import { pathOf } from "../contour.js";
import { svg } from "../dom.js";
import { formatPlain } from "../format.js";
import { planeView } from "../geometry.js";
import { circlePath, markerPath } from "../markers.js";
import { predictionKind, targetShare } from "../prediction.js";
import * as text from "../text.js";
import { linearTicks } from "../ticks.js";
import { boundaryLines, colourField } from "../views/surface-field.js";
import { curvePath } from "../views/surface-overlay.js";
import { AXES, drawAxes, INK, lineKey, PAPER, pictureOf, round, within } from "./sheet.js";
import * as words from "./text.js";

/** @import { State, Surface } from "../types.js" */
/** @import { DataBody } from "../wire.js" */
/** @import { Look } from "../look.js" */
/** @import { Key, Sheet } from "./sheet.js" */

/**
 * The prediction over the view, with boundary and examples; of one feature, the curve.
 * @param {Sheet} sheet
 * @param {State} state with a surface and data
 */
export function surfaceFigure(sheet, state) {
  const { em, look } = sheet;
  const surface = /** @type {Surface} */ (state.frame?.surface);
  const data = /** @type {DataBody} */ (state.data);
  const outputs = state.frame?.parameters?.W2.shape[0] ?? 1;
  const kind = predictionKind(surface);
  const box = sheet.square(sheet.room(0, AXES));
  const side = box.right - box.left;
  const view = planeView(surface.bounds, side);
  const px = (/** @type {number} */ value) => box.left + view.px(value);
  const py = (/** @type {number} */ value) => box.top + view.py(value);
  const [left, right, bottom, top] = surface.bounds;

  if (kind !== "curve") {
    const [rows, columns] = surface.shape;
    const image = new ImageData(columns, rows);
    colourField(surface, kind, outputs, state.shows.discrete, look, new Uint32Array(image.data.buffer));
    sheet.add(pictureOf(image, box));
  }
  const lines = kind === "curve" ? [] : boundaryLines(surface, kind, outputs);
  const path = kind === "curve" ? curvePath(surface, side) : pathOf(lines, side / surface.shape[0]);
  const points = data.X[0].map((across, k) =>
    marker(data, k, px(across), py((data.X.length > 1 ? data.X[1] : data.Y[0])[k]), em * 0.38, look),
  );
  const style = { fill: "none", stroke: INK, "stroke-width": round(em / 5), "stroke-linejoin": "round" };
  const line = svg("path", {
    ...style,
    d: path,
    class: "boundary",
    transform: `translate(${round(box.left)} ${round(box.top)})`,
  });
  const halo = svg("path", {
    ...style,
    d: path,
    stroke: PAPER,
    "stroke-width": round(em / 2.2),
    opacity: 0.85,
    transform: `translate(${round(box.left)} ${round(box.top)})`,
  });
  within(sheet, box, svg("g", { class: "examples" }, ...points), ...(path ? [halo, line] : []));
  const ticks = (/** @type {number} */ low, /** @type {number} */ high) =>
    linearTicks(low, high, 5).map((value) => ({ value, name: formatPlain(value) }));
  drawAxes(
    sheet,
    box,
    { name: words.feature(0, data.X.length), ticks: ticks(left, right), place: px },
    { name: data.X.length > 1 ? words.feature(1, 2) : words.y, ticks: ticks(bottom, top), place: py },
  );
  const boundary = kind === "curve" ? text.prediction : text.boundaryName;
  const keys = [
    ...pointKeys(data, em, look),
    ...(path
      ? [{ mark: [lineKey(em, { stroke: INK, "stroke-width": round(em / 5) })], name: boundary }]
      : []),
  ];
  if (kind === "classes") keys.push({ mark: [ramp(sheet, look.classPalettes[0])], name: words.winner });
  else if (kind !== "curve") {
    const [low, high] =
      kind === "real" ? [surface.low, surface.high].map((v) => Number(v.toPrecision(3))) : [0, 1];
    const name = kind === "real" ? text.prediction : text.scaleName(state.accepted?.network.output ?? "");
    keys.push({
      mark: [ramp(sheet, look.palette)],
      name: words.scale(name, formatPlain(low), formatPlain(high)),
    });
  }
  return sheet.close(box, AXES.bottom, keys);
}

/** All colours of a palette in a row. @param {Sheet} sheet @param {Uint32Array} palette */
export function ramp({ em }, palette) {
  const image = new ImageData(256, 1);
  new Uint32Array(image.data.buffer).set(palette);
  return pictureOf(image, { left: -em, top: -0.4 * em, right: em, bottom: 0.4 * em });
}

/** One example: filled for training, hollow for the test; by its class, or by its target. @param {DataBody} data @param {number} k @param {number} x @param {number} y @param {number} radius @param {Look} look */
function marker({ X, Y, label, train }, k, x, y, radius, look) {
  const thin = round(radius / 3);
  const d = label ? markerPath(label[k], x, y, radius) : circlePath(x, y, radius);
  if (!label && X.length > 1) {
    const fill = blended(look, targetShare(Y[0])(Y[0][k]));
    return svg("path", { d, fill, stroke: INK, "stroke-width": train[k] ? thin / 2 : 1.6 * thin });
  }
  const colour = label ? look.colour(`class-${label[k]}`) : look.colour("ink-2");
  const [fill, stroke] = train[k] ? [colour, PAPER] : [PAPER, colour];
  return svg("path", { d, fill, stroke, "stroke-width": train[k] ? thin : 1.4 * thin });
}

/** The field's colour for a share 0..1. @param {Look} look @param {number} share */
function blended({ palette }, share) {
  const pixel = new Uint8Array(palette.buffer, 4 * Math.round(255 * share), 3);
  return `rgb(${pixel.join(", ")})`;
}

/** @param {DataBody} data @param {number} em @param {Look} look @returns {Key[]} */
function pointKeys(data, em, look) {
  const tested = data.train.some((trained) => !trained);
  const radius = 0.42 * em;
  const one = (/** @type {DataBody} */ like) => marker(like, 0, 0, 0, radius, look);
  const like = (/** @type {number} */ label, /** @type {boolean} */ trained) => ({
    ...data,
    label: data.label && [label],
    Y: [[Math.max(...data.Y[0])], ...data.Y.slice(1)],
    train: [trained],
  });
  const names = data.label ? data.class_names.map(text.className) : [text.target];
  const keys = names.map((name, k) => ({ mark: [one(like(k, true))], name }));
  return tested ? [...keys, { mark: [one(like(0, false))], name: text.test }] : keys;
}
