/** The hidden space on a canvas: in one, two or three dimensions. */
import { formatPlain } from "../format.js";
import { linearTicks } from "../ticks.js";
import { outputLines } from "./space.js";
import { fieldOf } from "./space-field.js";
import { paintPoints } from "./space-markers.js";
import { solidView } from "./space-solid.js";

/** @import { DataBody } from "../wire.js" */
/** @import { Look } from "../look.js" */
/** @import { Range, Space } from "./space.js" */
/** @typedef {ReturnType<typeof import("./canvas.js").sizedCanvas>} Sized */

/**
 * @typedef {object} Scene
 * @property {Space} space
 * @property {number[][][]} grid lines of places
 * @property {Range[]} ranges of the axes
 * @property {string[]} names of the axes
 * @property {DataBody} data
 * @property {Set<number>} wrong examples of which another class is predicted
 * @property {boolean} boundary there is a line to draw
 * @property {[low: number, high: number]} targets what the field's colours span
 * @property {string} output
 * @property {{ turn: number, tilt: number }} eye
 */

/** Around the picture (px). */
const EDGE = 10;
/** How far the points of one dimension are spread out, in parts of the height: rows of classes, and within one. */
const SPREAD = 0.32;

/** @param {Sized} sized @param {Scene} scene @param {Look} look */
export function paintSpace(sized, scene, look) {
  sized.clear();
  if (!(sized.width > 2 * EDGE && sized.height > 2 * EDGE)) return;
  const count = scene.ranges.length;
  if (count === 3) paintSolid(sized, scene, look);
  else paintFlat(sized, scene, look);
}

/** @param {Sized} sized @param {Scene} scene @param {Look} look */
function paintFlat(sized, scene, look) {
  const { context, width, height } = sized;
  const { space, ranges, data } = scene;
  const strip = ranges.length === 1;
  /** @type {[Range, Range]} */
  const box = [ranges[0], strip ? [0, 1] : ranges[1]];
  const px = (/** @type {number} */ x) => ((x - box[0][0]) / (box[0][1] - box[0][0])) * width;
  const py = (/** @type {number} */ y) => height - ((y - box[1][0]) / (box[1][1] - box[1][0])) * height;
  const normal = space.normal.map((row) => (strip ? [row[0], 0] : row));
  paintField(sized, { ...scene, space: { ...space, normal } }, box, look);
  if (!strip) {
    context.strokeStyle = look.colour("ink-3");
    context.globalAlpha = 0.55;
    context.lineWidth = 1;
    context.beginPath();
    for (const line of scene.grid)
      polyline(
        context,
        line.map(([x, y]) => [px(x), py(y)]),
      );
    context.stroke();
    context.globalAlpha = 1;
  }
  if (scene.boundary)
    for (const [[x1, y1], [x2, y2]] of outputLines({ ...space, normal }, box))
      haloed(context, look, [px(x1), py(y1)], [px(x2), py(y2)]);
  const heights = strip ? spreadOut(data) : space.points[1];
  paintPoints(sized, scene, look, (k) => [px(space.points[0][k]), py(heights[k])]);
}

/** Beside each other: a row for each class, and in it a place that an example keeps. @param {DataBody} data */
function spreadOut({ X, label, class_names: names }) {
  const rows = label ? names.length : 1;
  return X[0].map((_, k) => {
    const row = label ? label[k] : 0;
    const within = ((k * 0.618034) % 1) - 0.5;
    return (row + 0.5 + 2 * SPREAD * within) / rows;
  });
}

/** The prediction, where Z2 is linear: a gradient. @param {Sized} sized @param {Scene} scene @param {[Range, Range]} box @param {Look} look */
function paintField(
  { context, width, height },
  { space, output, targets },
  [[left, right], [bottom, top]],
  look,
) {
  if (space.normal.length !== 1) return;
  const [n1, n2] = space.normal[0];
  const perX = (n1 * (right - left)) / width;
  const perY = (-n2 * (top - bottom)) / height;
  const corner = n1 * left + n2 * top + space.offset[0];
  const size = perX * perX + perY * perY;
  const field = fieldOf(output, targets, look.palette);
  const far = Math.max(...[0, width].flatMap((x) => [0, height].map((y) => Math.abs(perX * x + perY * y))));
  if (!(far > 1e-6 * (field.to - field.from)) || !Number.isFinite(far)) {
    context.fillStyle = field.colour(Number.isFinite(corner) ? corner : 0);
    context.fillRect(0, 0, width, height);
    return;
  }
  /** Where Z2 has a value, along its steepest way. @param {number} z */
  const at = (z) => [((z - corner) * perX) / size, ((z - corner) * perY) / size];
  const [[x1, y1], [x2, y2]] = [at(field.from), at(field.to)];
  const gradient = context.createLinearGradient(x1, y1, x2, y2);
  for (const { share, colour } of field.stops) gradient.addColorStop(share, colour);
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
}

/** @param {Sized} sized @param {Scene} scene @param {Look} look */
function paintSolid(sized, scene, look) {
  const { context } = sized;
  const { space, ranges } = scene;
  const view = solidView(sized, ranges, scene.eye);
  context.lineWidth = 1;
  context.strokeStyle = look.colour("line-strong");
  for (const edge of view.hiddenEdges) stroked(context, edge);
  context.strokeStyle = look.colour("ink-3");
  context.globalAlpha = 0.6;
  context.beginPath();
  for (const line of scene.grid) polyline(context, line.map(view.project));
  context.stroke();
  context.globalAlpha = 1;
  const order = view.byDepth(space.points);
  const plane = scene.boundary && space.normal.length === 1 ? view.plane(space) : null;
  const place = (/** @type {number} */ k) => view.project(space.points.map((axis) => axis[k]));
  if (plane) {
    paintPoints(
      sized,
      scene,
      look,
      place,
      order.filter((k) => plane.behind(k)),
    );
    paintPlane(context, plane.corners, look);
    paintPoints(
      sized,
      scene,
      look,
      place,
      order.filter((k) => !plane.behind(k)),
    );
  } else paintPoints(sized, scene, look, place, order);
  context.strokeStyle = look.colour("ink-2");
  context.lineWidth = 1;
  for (const { ends } of view.axes) stroked(context, ends);
}

/** @param {CanvasRenderingContext2D} context @param {[number, number][]} corners @param {Look} look */
function paintPlane(context, corners, look) {
  if (corners.length < 3) return;
  context.beginPath();
  polyline(context, [...corners, corners[0]]);
  context.globalAlpha = 0.3;
  context.fillStyle = look.colour("accent");
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = look.colour("boundary");
  context.lineWidth = 1.6;
  context.stroke();
}

/**
 * The names of the axes and numbers along them. Letters with a halo are slow to draw, and stay where they are while
 * the points move: they have a canvas of their own.
 * @param {Sized} sized
 * @param {Pick<Scene, "ranges" | "names" | "eye">} scene
 * @param {Look} look
 */
export function paintLabels(sized, { ranges, names, eye }, look) {
  sized.clear();
  const { context, width, height } = sized;
  if (ranges.length === 3) {
    for (const [axis, { middle }] of solidView(sized, ranges, eye).axes.entries())
      lettered(context, look, names[axis], middle, "center", true);
    return;
  }
  const box = [ranges[0], ranges[1] ?? [0, 1]];
  const margin = 18 * look.scale;
  for (const value of linearTicks(...box[0], Math.max(2, width / 90))) {
    const x = ((value - box[0][0]) / (box[0][1] - box[0][0])) * width;
    if (x > 2.2 * margin && x < width - 2.2 * margin)
      lettered(context, look, formatPlain(value), [x, height - 6 * look.scale], "center");
  }
  lettered(context, look, names[0], [width - 6, height - 6 * look.scale], "right", true);
  if (ranges.length === 1) return;
  for (const value of linearTicks(...box[1], Math.max(2, height / 60))) {
    const y = height - ((value - box[1][0]) / (box[1][1] - box[1][0])) * height;
    if (y > 1.6 * margin && y < height - 1.2 * margin)
      lettered(context, look, formatPlain(value), [6, y + 4 * look.scale], "left");
  }
  lettered(context, look, names[1], [6, 14 * look.scale], "left", true);
}

/** @param {CanvasRenderingContext2D} context @param {Look} look @param {string} text @param {number[]} at @param {CanvasTextAlign} align @param {boolean} [bold] */
function lettered(context, look, text, [x, y], align, bold = false) {
  context.font = `${bold ? "700 " : ""}${(bold ? 12 : 11) * look.scale}px ${look.font}`;
  context.textAlign = align;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = look.colour("halo");
  context.strokeText(text, x, y);
  context.fillStyle = look.colour("ink");
  context.fillText(text, x, y);
}

/** @param {CanvasRenderingContext2D} context @param {Look} look @param {number[]} from @param {number[]} to */
function haloed(context, look, from, to) {
  for (const [colour, width] of /** @type {[string, number][]} */ ([
    ["halo", 5],
    ["boundary", 2.2],
  ])) {
    context.strokeStyle = look.colour(colour);
    context.lineWidth = width;
    stroked(context, [from, to]);
  }
}

/** @param {CanvasRenderingContext2D} context @param {number[][]} line */
function stroked(context, line) {
  context.beginPath();
  polyline(context, line);
  context.stroke();
}

/** A line is cut where a place is not finite. @param {CanvasRenderingContext2D} context @param {number[][]} line */
function polyline(context, line) {
  let open = false;
  for (const [x, y] of line) {
    const fits = Math.abs(x) < 1e5 && Math.abs(y) < 1e5;
    if (fits && open) context.lineTo(x, y);
    else if (fits) context.moveTo(x, y);
    open = fits;
  }
}
