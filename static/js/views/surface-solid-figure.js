import { arithmeticOf } from "../arithmetic.js";
import { formatPlain } from "../format.js";
import * as text from "../text.js";
import { linearTicks } from "../ticks.js";

/** @import { State } from "../types.js" */
/** @import { Look } from "../look.js" */

/** @typedef {{ eye: { x: number, y: number, z: number } }} Camera */

/** Points on a side of the surface: fewer while it moves. */
const FINE = { moving: 41, still: 81 };
/** Marks of the classes, where Plotly has them in three dimensions; for the test, where it has them hollow. */
const SOLID = ["circle", "diamond", "square", "x", "cross"];
const HOLLOW = ["circle-open", "diamond-open", "square-open", "x", "cross"];

/**
 * The prediction as a surface over the plane, one for each output, computed from the weights. Points stand at their
 * targets: how far one is from the surface is its error.
 * @param {State} state
 * @param {Look} look
 * @param {{ width: number, height: number }} size
 * @param {Camera} camera
 */
export function solidFigure(state, look, size, camera) {
  const { frame, data, playing } = state;
  const network = arithmeticOf(state, frame?.parameters ?? null);
  if (!frame?.surface || !network || !data) return null;
  const { bounds, level, low, high } = frame.surface;
  const [left, right, bottom, top] = bounds;
  const count = playing ? FINE.moving : FINE.still;
  const x = steps(left, right, count);
  const y = steps(bottom, top, count);
  const heights = y.map((x2) => x.map((x1) => network.output(network.hidden([x1, x2]))));
  const outputs = heights[0][0].length;
  const range = level === null && outputs === 1 ? realRange(low, high, data.Y[0]) : [0, 1];
  const surfaces = Array.from({ length: outputs }, (_, name) => ({
    type: "surface",
    x,
    y,
    z: heights.map((row) => row.map((A2) => A2[name])),
    cmin: range[0],
    cmax: range[1],
    colorscale: outputs > 1 ? classScale(look, name) : fieldScale(look),
    showscale: false,
    opacity: outputs > 1 ? 0.92 : 1,
    lighting: { ambient: 0.85, diffuse: 0.35, specular: 0.02 },
    contours: { z: boundary(level, outputs, look), x: quiet, y: quiet },
    hovertemplate: `${text.pointAt(["%{x:.2f}", "%{y:.2f}"])}<br>%{z:.3f}<extra></extra>`,
  }));
  return {
    traces: [...surfaces, ...points(data, look)],
    layout: layoutOf(look, size, camera, {
      ranges: [[left, right], [bottom, top], padded(range)],
      names: ["x\u2081", "x\u2082", outputs > 1 || level !== null ? text.probability : text.prediction],
    }),
  };
}

const quiet = { highlight: false };

/** @param {number} low @param {number} high @param {number} count */
const steps = (low, high, count) =>
  Array.from({ length: count }, (_, k) => low + (k / (count - 1)) * (high - low));

/** @param {number} low @param {number} high @param {number[]} targets */
const realRange = (low, high, targets) => [Math.min(low, ...targets), Math.max(high, ...targets)];

/** @param {number | null} level @param {number} outputs @param {Look} look */
function boundary(level, outputs, look) {
  if (level === null || outputs > 1) return quiet;
  return {
    ...quiet,
    show: true,
    start: level,
    end: level,
    size: 1,
    color: look.colour("boundary"),
    width: 5,
  };
}

/** @param {Look} look */
function fieldScale(look) {
  return [
    [0, look.colour("field-neg")],
    [0.5, look.colour("field-mid")],
    [1, look.colour("field-pos")],
  ];
}

/** @param {Look} look @param {number} name of a class */
function classScale(look, name) {
  const palette = look.classPalettes[name % look.classPalettes.length];
  const end = palette[palette.length - 1];
  return [
    [0, look.colour("field-mid")],
    [1, `rgb(${end & 255}, ${(end >> 8) & 255}, ${(end >> 16) & 255})`],
  ];
}

/** @param {NonNullable<State["data"]>} data @param {Look} look */
function points({ X, Y, label, train, class_names: names }, look) {
  const size = 3.2 * look.scale;
  const groups = label ? names.map((_, name) => name) : [0];
  return groups.flatMap((name) =>
    [true, false].map((trained) => {
      const chosen = X[0].flatMap((_, k) => (train[k] === trained && (label?.[k] ?? 0) === name ? [k] : []));
      // Of several outputs each has its own target, and an example's is 1.
      const target = (/** @type {number} */ k) => (Y.length > 1 ? 1 : Y[0][k]);
      return {
        type: "scatter3d",
        mode: "markers",
        x: chosen.map((k) => X[0][k]),
        y: chosen.map((k) => X[1][k]),
        z: chosen.map(target),
        hoverinfo: "skip",
        marker: {
          size,
          symbol: (trained ? SOLID : HOLLOW)[name % SOLID.length],
          color: label ? look.colour(`class-${name}`) : look.colour("ink-2"),
          line: {
            color: look.colour(trained ? "halo" : label ? `class-${name}` : "ink"),
            width: label ? 0 : 1,
          },
        },
      };
    }),
  );
}

/**
 * @param {Look} look
 * @param {{ width: number, height: number }} size
 * @param {Camera} camera
 * @param {{ ranges: number[][], names: string[] }} axes
 */
function layoutOf(look, size, camera, { ranges, names }) {
  const [x, y, z] = ranges.map((range, k) => ({
    range,
    // Plotly would draw letters as pixels, and turn them: they are SVG, at the edges in front
    title: { text: "" },
    showticklabels: false,
    tickvals: inner(range, k),
    gridcolor: look.colour("line"),
    linecolor: look.colour("line-strong"),
    zerolinecolor: look.colour("line"),
    showbackground: false,
    showspikes: false,
  }));
  return {
    ...size,
    margin: { l: 0, r: 0, t: 0, b: 0 },
    showlegend: false,
    paper_bgcolor: "rgba(0,0,0,0)",
    font: { family: look.font, color: look.colour("ink") },
    hoverlabel: {
      bgcolor: look.colour("surface"),
      bordercolor: look.colour("line"),
      font: { color: look.colour("ink") },
    },
    scene: {
      xaxis: x,
      yaxis: y,
      zaxis: z,
      annotations: labels(look, camera, ranges, names),
      aspectmode: "manual",
      aspectratio: { x: 1, y: 1, z: 0.62 },
      camera,
    },
  };
}

/** Ticks of an axis: not at its ends, where axes meet, but for the height's. @param {number[]} range @param {number} axis */
function inner([low, high], axis) {
  const ticks = linearTicks(low, high, axis === 2 ? 3 : 5);
  const margin = axis === 2 ? 0 : 0.06 * (high - low);
  return ticks.filter((tick) => tick - low >= margin && high - tick >= margin);
}

/** How far from their edge of the box, on the screen (px at a 16 px root), letters stand. */
const AWAY = { tick: 5, name: 22, height: 20 };

/**
 * Numbers and names of the axes, at those edges of the box that are in front: those of the plane below them, those
 * of the height beside theirs. Plotly shows none outside the box.
 * @param {Look} look
 * @param {Camera} camera
 * @param {number[][]} ranges
 * @param {string[]} names
 */
function labels(look, { eye }, ranges, names) {
  const color = look.colour("ink-2");
  const [xs, ys, zs] = ranges;
  const frontX = xs[eye.x > 0 ? 1 : 0];
  const frontY = ys[eye.y > 0 ? 1 : 0];
  const backY = ys[eye.y > 0 ? 0 : 1];
  const rightwards = -eye.y * Math.sign(eye.x) - eye.x * Math.sign(eye.y) > 0 ? 1 : -1;
  /** @param {number} axis @param {number} value */
  const place = (axis, value) =>
    [
      { x: value, y: frontY, z: zs[0] },
      { x: frontX, y: value, z: zs[0] },
      { x: frontX, y: backY, z: value },
    ][axis];
  /** @param {number} axis @param {number} value @param {string} words @param {boolean} name */
  const label = (axis, value, words, name) => ({
    ...place(axis, value),
    text: words,
    showarrow: false,
    font: { color, size: (name ? 13 : 11) * look.scale },
    xanchor: axis === 2 && name ? (rightwards > 0 ? "right" : "left") : "center",
    yanchor: axis === 2 ? "middle" : "top",
    xshift: axis === 2 && !name ? rightwards * AWAY.height * look.scale : 0,
    yshift: (axis === 2 ? (name ? AWAY.height : 0) : -(name ? AWAY.name : AWAY.tick)) * look.scale,
  });
  return names.flatMap((name, axis) => [
    ...inner(ranges[axis], axis).map((tick) => label(axis, tick, formatPlain(tick), false)),
    label(axis, axis === 2 ? zs[1] : middle(ranges[axis]), name, true),
  ]);
}

/** @param {number[]} range */
const middle = ([low, high]) => (low + high) / 2;

/** @param {number[]} range */
function padded([low, high]) {
  const by = 0.04 * (high - low || 1);
  return [low - by, high + by];
}
