import { buildClassPalette, buildPalette } from "./palette.js";

/** @typedef {ReturnType<typeof createLook>} Look */

/** Classes that have a colour. */
const CLASSES = 5;

/**
 * The tokens of static/css/tokens.css as numbers, for what CSS cannot colour: canvases and charts.
 * @param {"light"} [theme] rather than the page's
 */
export function createLook(theme) {
  const probe = document.createElement("span");
  probe.hidden = true;
  if (theme) probe.style.colorScheme = theme;
  probe.style.setProperty("forced-color-adjust", "none"); // pictures keep their colours, whatever text gets
  document.body.append(probe);

  /** Asking the style in the middle of a frame costs more than drawing a chart's line. @type {Map<string, string>} */
  const colours = new Map();

  /** A colour token as "rgb(r, g, b)" in the theme that shows. @param {string} name */
  function colour(name) {
    const known = colours.get(name);
    if (known !== undefined) return known;
    probe.style.color = `var(--${name})`;
    const found = getComputedStyle(probe).color;
    colours.set(name, found);
    return found;
  }

  /** @param {string} name @returns {[number, number, number]} */
  function triple(name) {
    const [r, g, b] = (colour(name).match(/\d+(\.\d+)?/g) ?? []).map(Number);
    return [r, g, b];
  }

  const look = {
    /** @type {Uint32Array} */
    palette: new Uint32Array(256),
    /** One for each class. @type {Uint32Array[]} */
    classPalettes: [],
    /** Pixels of a 16 px root: 1.25 when type is a quarter larger. */
    scale: 1,
    /** The page's typeface. */
    font: "",
    colour,
    /** Read again, after the theme or the size of type changed. */
    refresh() {
      colours.clear();
      look.palette = buildPalette(triple("field-neg"), triple("field-mid"), triple("field-pos"));
      look.classPalettes = Array.from({ length: CLASSES }, (_, name) =>
        buildClassPalette(triple("field-mid"), triple(`class-${name}`)),
      );
      look.font = getComputedStyle(document.body).fontFamily;
      look.scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    },
  };
  look.refresh();
  return look;
}
