import { classLines } from "../class-contour.js";
import { contourLines, eased, smoothed } from "../contour.js";
import { pixelContext, setHidden } from "../dom.js";
import { colour, colourClasses, ranged, stepped } from "../palette.js";
import { lead } from "../prediction.js";

/** @import { Surface } from "../types.js" */
/** @import { Look } from "../look.js" */
/** @import { PredictionKind } from "../prediction.js" */

/** Colours of a real prediction in steps; an odd number, so that one is the middle. */
const BANDS = 9;

/**
 * The prediction as pixels, in steps where it is to be discrete: the class alone, or bands of real values.
 * @param {HTMLCanvasElement} canvas
 * @param {Look} look
 */
export function createField(canvas, look) {
  const context = pixelContext(canvas);
  /** @type {ImageData | null} */
  let image = null;

  /** @param {Surface} surface @param {PredictionKind} kind @param {number} outputs @param {boolean} [discrete] */
  return (surface, kind, outputs, discrete = false) => {
    setHidden(canvas, kind === "curve");
    if (kind === "curve") return;
    const { shape } = surface;
    if (image?.width !== shape[0]) {
      [canvas.height, canvas.width] = shape;
      image = context.createImageData(canvas.width, canvas.height);
    }
    colourField(surface, kind, outputs, discrete, look, new Uint32Array(image.data.buffer));
    context.putImageData(image, 0, 0);
  };
}

/**
 * @param {Surface} surface
 * @param {PredictionKind} kind
 * @param {number} outputs
 * @param {boolean} discrete
 * @param {Look} look
 * @param {Uint32Array} pixels
 */
export function colourField({ values, classes, low, high }, kind, outputs, discrete, look, pixels) {
  if (classes) {
    const tables = look.classPalettes.map((palette) =>
      discrete ? ranged(palette, 1, 1) : ranged(palette, lead(low, outputs), lead(high, outputs)),
    );
    colourClasses(values, classes, tables, pixels);
  } else {
    const [from, to] = kind === "real" ? [0, 1] : [low, high];
    const steps = kind === "real" ? BANDS : 2;
    const table = discrete ? stepped(look.palette, from, to, steps) : ranged(look.palette, from, to);
    colour(values, table, pixels);
  }
}

/**
 * Where the predicted class changes, in units of the field's pixels.
 * @param {Surface} surface
 * @param {PredictionKind} kind
 * @param {number} outputs
 * @returns {number[][]}
 */
export function boundaryLines(surface, kind, outputs) {
  if (kind === "classes") return classLines(surface, outputs);
  const { shape, values, low, high, level, margin } = surface;
  if (kind !== "probability" || level === null) return [];
  if (margin) return contourLines(margin, shape[0], 0).map(eased);
  return contourLines(smoothed(values, shape[0]), shape[0], ((level - low) / (high - low)) * 255);
}
