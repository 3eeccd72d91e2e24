/** Figures of what the page shows, as files. */
import { createLook } from "../look.js";
import * as text from "../text.js";
import { costFigure } from "./cost.js";
import { networkFigure } from "./network.js";
import { createSheet, SIZES } from "./sheet.js";
import { surfaceFigure } from "./surface.js";
import { description, titles } from "./text.js";

/** @import { State } from "../types.js" */
/** @import { SizeName } from "./sheet.js" */
/** @typedef {keyof typeof FIGURES} FigureName */
/** @typedef {"svg" | "png"} FileKind */

/** Black on white in any theme. @type {ReturnType<typeof createLook> | null} */
let light = null;

const FIGURES = { surface: surfaceFigure, network: networkFigure, cost: costFigure };

/**
 * @param {State} state as one network has it, with a frame
 * @param {FigureName} name
 * @param {SizeName} size
 * @param {FileKind} kind
 * @returns {Promise<{ blob: Blob, name: string }>}
 */
export async function figureFile(state, name, size, kind) {
  const { accepted, catalog, frame } = state;
  if (!accepted || !catalog || !frame) throw new Error("no run to draw");
  const lines = [description(accepted, catalog), text.progress(frame.snapshot)];
  light ??= createLook("light");
  light.refresh(); // another palette may have been chosen
  const sheet = createSheet(SIZES[size], light, titles[name], lines);
  const { root, width, height } = FIGURES[name](sheet, state);
  const source = new XMLSerializer().serializeToString(root);
  const drawn = new Blob([source], { type: "image/svg+xml" });
  const called = `shallowscope_${name}_${frame.snapshot.iteration}_${size}.${kind}`;
  return { blob: kind === "svg" ? drawn : await asPng(drawn, width, height), name: called };
}

/** @param {Blob} drawn @param {number} width @param {number} height @returns {Promise<Blob>} */
async function asPng(drawn, width, height) {
  const url = URL.createObjectURL(drawn);
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.drawImage(image, 0, 0, width, height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((made) => (made ? resolve(made) : reject(new Error("no PNG"))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
