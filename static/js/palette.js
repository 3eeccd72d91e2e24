/**
 * The field palette: 256 colours from neg over mid to pos, interpolated in OKLab (Ottosson 2020), where equal steps
 * look equal.
 */

/** @typedef {[number, number, number]} Triple */

/** @param {number} c sRGB, 0..1 */
const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
/** @param {number} c linear light, 0..1 */
const encoded = (c) => (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055);

/**
 * @param {Triple} rgb each 0..255
 * @returns {Triple}
 */
export function toOklab(rgb) {
  const [r, g, b] = rgb.map((c) => linear(c / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/**
 * @param {Triple} lab
 * @returns {Triple} each 0..255, rounded
 */
export function fromOklab([L, a, b]) {
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return /** @type {Triple} */ (
    rgb.map((c) => Math.round(255 * Math.min(1, Math.max(0, encoded(Math.max(0, c))))))
  );
}

/**
 * A colour between two.
 * @param {Triple} from OKLab
 * @param {Triple} to OKLab
 * @param {number} share 0..1
 * @returns {Triple}
 */
const between = (from, to, share) =>
  /** @type {Triple} */ (from.map((value, k) => value + share * (to[k] - value)));

/**
 * 256 colours as the 32-bit pixels of an ImageData (bytes R, G, B, A in memory order).
 * @param {(position: number) => Triple} colourAt OKLab, for a position 0..1
 */
function pixels(colourAt) {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let step = 0; step < 256; step++) bytes.set([...fromOklab(colourAt(step / 255)), 255], 4 * step);
  return new Uint32Array(bytes.buffer);
}

/**
 * The palette of values that have a middle.
 * @param {Triple} neg
 * @param {Triple} mid
 * @param {Triple} pos
 * @returns {Uint32Array}
 */
export function buildPalette(neg, mid, pos) {
  const [from, middle, to] = [neg, mid, pos].map(toOklab);
  return pixels((position) => between(middle, position < 0.5 ? from : to, Math.abs(2 * position - 1)));
}

/** A certain class still lets its own markers stand out: so much of its colour goes into its field. */
const CLASS_SHARE = 0.28;

/**
 * The palette of one class among several: from the middle, where it is undecided, to the class.
 * @param {Triple} mid
 * @param {Triple} colour the class's
 * @returns {Uint32Array}
 */
export function buildClassPalette(mid, colour) {
  const [from, to] = [mid, colour].map(toOklab);
  return pixels((position) => between(from, to, CLASS_SHARE * position));
}

/**
 * The palette as one field sees it: entry v is the colour of low + v / 255 * (high - low), where the palette spans 0..1.
 * @param {Uint32Array} palette
 * @param {number} low
 * @param {number} high
 * @returns {Uint32Array}
 */
export function ranged(palette, low, high) {
  const colours = new Uint32Array(256);
  for (let v = 0; v < 256; v++) {
    const share = low + (v / 255) * (high - low);
    colours[v] = palette[Math.round(255 * Math.min(1, Math.max(0, share)))];
  }
  return colours;
}

/**
 * The same in steps: equal parts of 0..1 with one colour each.
 * @param {Uint32Array} palette
 * @param {number} low
 * @param {number} high
 * @param {number} steps
 * @returns {Uint32Array}
 */
export function stepped(palette, low, high, steps) {
  const colours = new Uint32Array(256);
  for (let v = 0; v < 256; v++) {
    const share = Math.min(1, Math.max(0, low + (v / 255) * (high - low)));
    const step = Math.min(steps - 1, Math.floor(share * steps));
    colours[v] = palette[Math.round((255 * step) / (steps - 1))];
  }
  return colours;
}

/**
 * Colour values into pixels, each by the table of its class.
 * @param {Uint8Array} values
 * @param {Uint8Array} classes
 * @param {Uint32Array[]} tables
 * @param {Uint32Array} pixels
 */
export function colourClasses(values, classes, tables, pixels) {
  for (let k = 0; k < values.length; k++) pixels[k] = tables[classes[k] % tables.length][values[k]];
}

/**
 * Colour values into pixels.
 * @param {Uint8Array} values
 * @param {Uint32Array} colours
 * @param {Uint32Array} pixels
 */
export function colour(values, colours, pixels) {
  for (let k = 0; k < values.length; k++) pixels[k] = colours[values[k]];
}
