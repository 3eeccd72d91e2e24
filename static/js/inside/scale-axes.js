/** Two logarithmic axes; pure, so that they can be tested. */

/** Scales that are swept: four in each power of ten. */
export const SWEPT = Array.from({ length: 21 }, (_, k) => Number((10 ** (k / 4 - 3)).toPrecision(3)));

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Area */

/** Parts of a power of ten in which an axis ends. */
const PARTS = 4;

/**
 * A range on a logarithmic axis around all values.
 * @param {(number | null | undefined)[]} values those that are not positive do not count
 * @returns {[number, number]}
 */
export function rangeAround(values) {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (const value of values) {
    if (!value || !(value > 0) || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high === 0) return [0.1, 1];
  const from = Math.floor(PARTS * Math.log10(low * 0.97)) / PARTS;
  const to = Math.ceil(PARTS * Math.log10(high * 1.03)) / PARTS;
  return [10 ** from, 10 ** to];
}

/**
 * @param {Area} area
 * @param {[number, number]} across
 * @param {[number, number]} up
 */
export function logScales({ left, right, top, bottom }, [x0, x1], [y0, y1]) {
  /** @param {number} value @param {number} low @param {number} high */
  const share = (value, low, high) => Math.log(value / low) / Math.log(high / low);
  return {
    /** @param {number} value */
    x: (value) => left + share(value, x0, x1) * (right - left),
    /** @param {number} value */
    y: (value) => bottom - share(value, y0, y1) * (bottom - top),
  };
}

/** Powers of ten within, at most so many. @param {[number, number]} range @param {number} most */
export function powersWithin([low, high], most) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / most));
  const powers = [];
  for (let power = last; power >= first; power -= every) powers.push(Number(`1e${power}`));
  return powers.reverse();
}

/** The place of the scale that is nearest to a place of the picture. @param {number[]} places @param {number} at */
export function nearest(places, at) {
  let best = 0;
  for (const [k, place] of places.entries()) if (Math.abs(place - at) < Math.abs(places[best] - at)) best = k;
  return best;
}
