/** The examples' markers as small pictures that are painted once: to copy one is cheaper than to draw its shape. */
import { markerPath } from "../markers.js";
import { targetShare } from "../prediction.js";

/** @import { DataBody } from "../wire.js" */
/** @import { Look } from "../look.js" */

/** Colours of real targets that are told apart. */
const STEPS = 32;
/** Around a marker, for its outline (px). */
const EDGE = 4;
/** Kept, until there are so many of other themes and sizes. */
const MOST = 400;

/** @typedef {{ name: number, fill: string, edge: string, thick: number, under: boolean, wrong: string | null }} Style under: the outline is a halo, below the shape */

/** @type {Map<string, HTMLCanvasElement>} */
const painted = new Map();

/** @param {Style} style @param {number} radius @param {number} ratio of the screen's pixels to those of CSS */
function pictureOf(style, radius, ratio) {
  const { name, fill, edge, thick, under, wrong } = style;
  const key = `${name} ${fill} ${edge} ${wrong} ${radius} ${ratio}`;
  const known = painted.get(key);
  if (known) return known;
  const canvas = document.createElement("canvas");
  const half = Math.ceil((1.25 * radius + EDGE) * ratio);
  canvas.width = canvas.height = 2 * half;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, half, half);
  const shape = new Path2D(markerPath(name, 0, 0, radius));
  context.lineJoin = "round";
  context.fillStyle = fill;
  context.strokeStyle = edge;
  context.lineWidth = under ? 2 * thick : thick;
  if (under) context.stroke(shape);
  context.fill(shape);
  if (!under) context.stroke(shape);
  if (wrong) {
    context.strokeStyle = wrong;
    context.lineWidth = 1;
    context.stroke(new Path2D(markerPath(name, 0, 0, radius + 1.7)));
  }
  if (painted.size >= MOST) painted.clear();
  painted.set(key, canvas);
  return canvas;
}

/**
 * @param {DataBody} data
 * @param {Look} look
 * @returns {(k: number, wrong: boolean) => Style}
 */
function stylesOf({ label, train, Y }, look) {
  const [halo, ink, soft] = ["halo", "ink", "ink-2"].map(look.colour);
  const colours = Array.from({ length: 5 }, (_, name) => look.colour(`class-${name}`));
  const share = label ? null : targetShare(Y[0]);
  return (k, wrong) => {
    const solid = train[k];
    const mark = wrong ? ink : null;
    if (!label || share) {
      const step = Math.round((share?.(Y[0][k]) ?? 0.5) * STEPS) / STEPS;
      const fill = pixel(look.palette, step);
      return { name: 0, fill, edge: solid ? soft : ink, thick: solid ? 1 : 2.2, under: false, wrong: mark };
    }
    const name = label[k];
    const colour = colours[name % colours.length];
    return solid
      ? { name, fill: colour, edge: halo, thick: 0.8, under: true, wrong: mark }
      : { name, fill: halo, edge: colour, thick: 1.6, under: false, wrong: mark };
  };
}

/** @param {Uint32Array} palette @param {number} share */
function pixel(palette, share) {
  const value = palette[Math.round(255 * Math.min(1, Math.max(0, share)))];
  return `rgb(${value & 255} ${(value >> 8) & 255} ${(value >> 16) & 255})`;
}

/**
 * @param {{ context: CanvasRenderingContext2D, ratio: number, width: number, height: number }} sized
 * @param {{ data: DataBody, wrong: Set<number> }} scene
 * @param {Look} look
 * @param {(k: number) => [number, number]} place
 * @param {number[]} [order]
 */
export function paintPoints({ context, ratio, width, height }, { data, wrong }, look, place, order) {
  const radius = Math.max(2.6, Math.min(4.2 * look.scale, Math.min(width, height) / 70));
  const style = stylesOf(data, look);
  /** The pictures of this painting, by class or target, part and verdict. @type {Map<number, HTMLCanvasElement>} */
  const pictures = new Map();
  const share = data.label ? null : targetShare(data.Y[0]);
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (const k of order ?? data.X[0].keys()) {
    const [x, y] = place(k);
    if (!Number.isFinite(x + y)) continue;
    const kind = data.label ? data.label[k] : Math.round((share?.(data.Y[0][k]) ?? 0) * STEPS);
    const key = 4 * kind + 2 * Number(data.train[k]) + Number(wrong.has(k));
    const picture = pictures.get(key) ?? pictureOf(style(k, wrong.has(k)), radius, ratio);
    pictures.set(key, picture);
    const half = picture.width / 2;
    context.drawImage(picture, Math.round(x * ratio) - half, Math.round(y * ratio) - half);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}
