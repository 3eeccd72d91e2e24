/** The cost over a plane as a picture: colours, lines of equal cost, the path and where the run stands. */
import { axisOf, contoursOf, slope, tripleOf } from "./landscape.js";

/** @import { LandscapeReply } from "../wire.js" */
/** @import { Look } from "../look.js" */
/** @import { Field } from "./landscape.js" */

/**
 * @param {ReturnType<typeof import("./canvas.js").sizedCanvas>} sized
 * @param {{ landscape: LandscapeReply, field: Field, probe: [number, number] | null }} scene probe in shares of the picture
 * @param {Look} look
 */
export function paintLandscape(sized, { landscape, field, probe }, look) {
  sized.clear();
  const { context, width, height } = sized;
  context.imageSmoothingEnabled = true;
  context.drawImage(pixels(field, look), 0, 0, width, height);
  const { size } = field;
  context.strokeStyle = look.colour("ink-2");
  context.globalAlpha = 0.6;
  context.lineWidth = 1;
  context.beginPath();
  for (const line of contoursOf(field)) {
    for (let k = 0; k < line.length; k += 2) {
      const [x, y] = [(line[k] * width) / size, (line[k + 1] * height) / size];
      if (k) context.lineTo(x, y);
      else context.moveTo(x, y);
    }
  }
  context.stroke();
  context.globalAlpha = 1;
  paintPath(sized, landscape, look);
  if (!probe) return;
  const [x, y] = [probe[0] * width, probe[1] * height];
  context.strokeStyle = look.colour("ink");
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, height);
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
}

/** One pixel for each point. @param {Field} field @param {Look} look */
function pixels({ size, shares }, look) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(size, size);
  const colours = slope(tripleOf(look.colour("field-mid")), tripleOf(look.colour("accent")));
  const values = new Uint32Array(image.data.buffer);
  for (let k = 0; k < values.length; k++)
    values[k] = colours[Math.round(255 * Math.min(1, Math.max(0, shares[k])))];
  context.putImageData(image, 0, 0);
  return canvas;
}

/** @param {ReturnType<typeof import("./canvas.js").sizedCanvas>} sized @param {LandscapeReply} landscape @param {Look} look */
function paintPath({ context, width, height }, { first, second, path }, look) {
  const [across, up] = [axisOf(first), axisOf(second)];
  const places = path.first.flatMap((x, k) => {
    const y = path.second[k];
    return x === null || y === null ? [] : [[across.share(x) * width, (1 - up.share(y)) * height]];
  });
  if (places.length === 0) return;
  for (const [colour, thick] of /** @type {[string, number][]} */ ([
    ["halo", 4],
    ["ink", 1.6],
  ])) {
    context.strokeStyle = look.colour(colour);
    context.lineWidth = thick;
    context.lineJoin = "round";
    context.beginPath();
    for (const [k, [x, y]] of places.entries()) {
      if (k) context.lineTo(x, y);
      else context.moveTo(x, y);
    }
    context.stroke();
  }
  const [begin, end] = [places[0], places[places.length - 1]];
  dot(context, begin, 4, look.colour("surface"), look.colour("ink"));
  dot(context, end, 5.5, look.colour("accent"), look.colour("halo"));
}

/** @param {CanvasRenderingContext2D} context @param {number[]} place @param {number} radius @param {string} fill @param {string} edge */
function dot(context, [x, y], radius, fill, edge) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = edge;
  context.lineWidth = 1.8;
  context.stroke();
}
