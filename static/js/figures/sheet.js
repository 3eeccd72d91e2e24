/** What all figures share: two sizes, a head with a title, axes, a legend. Black on white, whatever the page's theme. */
import { svg } from "../dom.js";

/** @typedef {import("../look.js").Look} Look */
/** @typedef {"paper" | "projector"} SizeName */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */
/** @typedef {{ value: number, name: string }} Tick */
/** @typedef {{ mark: SVGElement[], name: string }} Key what a mark, drawn around (0, 0), means */

/**
 * @typedef {object} Size
 * @property {number} width in the units of the figure: points on paper, pixels on a projector
 * @property {number | null} height null: as high as the figure needs
 * @property {number} em of the type
 * @property {"below" | "beside"} legend
 * @property {string} unit of the width that the file tells: the em of print is a point
 * @property {number} density pixels of the PNG for one unit
 */

/** Paper is one column of 89 mm, in the PNG with 600 dots an inch; the projector has 1920 x 1080 pixels. @type {Record<SizeName, Size>} */
export const SIZES = {
  paper: { width: (89 / 25.4) * 72, height: null, em: 7.5, legend: "below", unit: "pt", density: 600 / 72 },
  projector: { width: 1920, height: 1080, em: 34, legend: "beside", unit: "px", density: 1 },
};

export const INK = "#000000";
export const PAPER = "#ffffff";
const GRID = "#dddddd";
/** Of a line, in em. */
const LINE = 1.35;
const ASIDE = 13;
const MARGIN = 0.6;

/**
 * A figure of this size: what is drawn is added to it, then it is closed.
 * @param {Size} size
 * @param {Look} look
 * @param {string} title
 * @param {string[]} lines below the title
 */
export function createSheet(size, look, title, lines) {
  const { width, em } = size;
  const group = svg("g", { "font-family": look.font, "font-size": em, fill: INK });
  const margin = MARGIN * em;
  const head = margin + 1.3 * em + lines.length * LINE * em + 0.5 * em;
  const aside = size.legend === "beside" ? ASIDE * em : 0;

  return {
    group,
    em,
    look,
    /** @param {...SVGElement} parts */
    add: (...parts) => group.append(...parts),
    /** Where there is room for a picture: as high as asked, or what the height leaves. @param {number} height @param {{ left: number, bottom: number }} axes in em */
    room(height, axes) {
      const top = head;
      const legend = 2 * LINE * em;
      const bottom = size.height === null ? top + height : size.height - axes.bottom * em - margin;
      return {
        left: axes.left * em + margin,
        top,
        right: width - aside - margin - 1.4 * em,
        bottom: Math.max(bottom, top + legend),
      };
    },
    /** The largest square in a room, in the middle of it and of its legend. @param {Box} room */
    square({ left, top, right, bottom }) {
      const side = size.height === null ? right - left : Math.min(right - left, bottom - top);
      const from = left + (right - left - side) / 2;
      return { left: from, top, right: from + side, bottom: top + side };
    },
    /**
     * @param {Box} box of the picture
     * @param {number} below in em, of what stands under it
     * @param {Key[]} keys
     */
    close(box, below, keys) {
      const start = box.bottom + below * em;
      const beside = { left: box.right + 1.4 * em, right: width - margin, top: box.top + 0.8 * em };
      const under = { left: box.left, right: width - margin, top: start + 0.9 * em };
      const end = drawKeys(group, keys, aside ? beside : under, em, Boolean(aside));
      const height = size.height ?? end + 0.4 * em + margin;
      const left = aside ? box.left : margin;
      group.append(
        label(title, left, margin + em, { "font-size": 1.25 * em, "font-weight": "bold", class: "title" }),
        ...lines.map((words, k) => label(words, left, margin + (2.5 + k * LINE) * em, { class: "subtitle" })),
      );
      const root = svg(
        "svg",
        {
          width: `${round(width)}${size.unit}`,
          height: `${round(height)}${size.unit}`,
          viewBox: `0 0 ${round(width)} ${round(height)}`,
          role: "img",
        },
        svg("title", {}, title),
        svg("desc", {}, lines.join(" ")),
        svg("rect", { width: "100%", height: "100%", fill: PAPER }),
        group,
      );
      return { root, width: Math.round(width * size.density), height: Math.round(height * size.density) };
    },
  };
}

/** @typedef {ReturnType<typeof createSheet>} Sheet */

/** @param {string} words @param {number} x @param {number} y @param {Record<string, string | number>} [more] */
export const label = (words, x, y, more = {}) => svg("text", { x: round(x), y: round(y), ...more }, words);

/** @param {number} value */
export const round = (value) => Number(value.toFixed(2));

/**
 * A frame with ticks, numbers and the axes' names.
 * @param {Sheet} sheet
 * @param {Box} box
 * @param {{ name: string, ticks: Tick[], place: (value: number) => number }} across
 * @param {{ name: string, ticks: Tick[], place: (value: number) => number, grid?: boolean }} up
 */
export function drawAxes({ add, em }, { left, top, right, bottom }, across, up) {
  const line = { stroke: INK, "stroke-width": round(em / 12), fill: "none" };
  const tick = 0.35 * em;
  if (up.grid)
    for (const { value } of up.ticks)
      add(
        svg("path", {
          ...line,
          stroke: GRID,
          d: `M${round(left)} ${round(up.place(value))}H${round(right)}`,
        }),
      );
  add(
    svg("rect", {
      x: round(left),
      y: round(top),
      width: round(right - left),
      height: round(bottom - top),
      ...line,
    }),
  );
  for (const { value, name } of across.ticks) {
    const x = across.place(value);
    add(
      svg("path", { ...line, d: `M${round(x)} ${round(bottom)}v${round(tick)}` }),
      label(name, x, bottom + tick + em, { "text-anchor": "middle" }),
    );
  }
  for (const { value, name } of up.ticks) {
    const y = up.place(value);
    add(
      svg("path", { ...line, d: `M${round(left)} ${round(y)}h${round(-tick)}` }),
      label(name, left - 1.6 * tick, y + 0.35 * em, { "text-anchor": "end" }),
    );
  }
  const x = left - AXES.left * em + em;
  const y = (top + bottom) / 2;
  add(
    label(across.name, (left + right) / 2, bottom + 2.6 * em, { "text-anchor": "middle", class: "axis-x" }),
    label(up.name, x, y, {
      "text-anchor": "middle",
      transform: `rotate(-90 ${round(x)} ${round(y)})`,
      class: "axis-y",
    }),
  );
}

/** What axes need, in em. */
export const AXES = { left: 4.2, bottom: 3 };

/**
 * @param {SVGGElement} group
 * @param {Key[]} keys
 * @param {{ left: number, right: number, top: number }} room
 * @param {number} em
 * @param {boolean} column one below the other
 * @returns {number} where it ends
 */
function drawKeys(group, keys, { left, right, top }, em, column) {
  const legend = svg("g", { class: "legend" });
  group.append(legend);
  let [x, y] = [left, top];
  for (const { mark, name } of keys) {
    const wide = 3 * em + widthOf(name) * em;
    if (x > left && (column || x + wide > right)) [x, y] = [left, y + (column ? 1.7 : LINE) * em];
    const drawn = svg("g", { transform: `translate(${round(x + em)} ${round(y - 0.32 * em)})` }, ...mark);
    legend.append(drawn, label(name, x + 2.3 * em, y));
    x += wide;
  }
  return y;
}

/** About how wide words are, in em. @param {string} words */
function widthOf(words) {
  let width = 0;
  for (const letter of words) width += letter > "\u2e80" ? 1 : 0.56;
  return width;
}

/** A piece of a line for a legend. @param {number} em @param {Record<string, string | number>} style */
export const lineKey = (em, style) => svg("path", { fill: "none", d: `M${-em} 0H${em}`, ...style });

/**
 * Values as a picture of pixels, stretched over a box.
 * @param {ImageData} image
 * @param {Box} box
 */
export function pictureOf(image, { left, top, right, bottom }) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.putImageData(image, 0, 0);
  const picture = svg("image", {
    x: round(left),
    y: round(top),
    width: round(right - left),
    height: round(bottom - top),
    preserveAspectRatio: "none",
  });
  // Programs that know no SVG 2 look for the older name.
  picture.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", canvas.toDataURL());
  return picture;
}

/** Cut off what is drawn beyond a box. @param {Sheet} sheet @param {Box} box @param {...SVGElement} parts */
export function within({ add }, { left, top, right, bottom }, ...parts) {
  const rect = svg("rect", {
    x: round(left),
    y: round(top),
    width: round(right - left),
    height: round(bottom - top),
  });
  const clip = svg("clipPath", { id: "inside" }, rect);
  const group = svg("g", { "clip-path": "url(#inside)" }, ...parts);
  add(clip, group);
}
