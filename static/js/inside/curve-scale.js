/** Where z and the values of g and g' lie in a picture; pure, so that it can be tested. */

/** z is shown up to here to each side, as the server counts it (core/views.py). */
export const REACH = 8;
/** Values beyond this leave the picture: an unbounded activation would press its slope flat. */
const CAP = 2;
const STEPS = 128;

/** @typedef {{ g: (z: number) => number, slope: (z: number) => number }} Curves */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Area */

/**
 * The range of values that shows all of the curves, or what lies within the cap.
 * @param {Curves[]} curves
 * @returns {[number, number]}
 */
export function valueRange(curves) {
  let [low, high] = [0, 0];
  for (const { g, slope } of curves)
    for (let k = 0; k <= STEPS; k++) {
      const z = REACH * ((2 * k) / STEPS - 1);
      low = Math.min(low, g(z), slope(z));
      high = Math.max(high, g(z), slope(z));
    }
  return [Math.max(-CAP, low), Math.min(CAP, high)];
}

/**
 * @param {Area} area
 * @param {[number, number]} range
 */
export function scales({ left, right, top, bottom }, [low, high]) {
  return {
    /** @param {number} z */
    x: (z) => left + ((z + REACH) / (2 * REACH)) * (right - left),
    /** @param {number} value */
    y: (value) => bottom - ((value - low) / (high - low)) * (bottom - top),
  };
}

/**
 * The curve of a function of z as a path, as far as it lies in the range.
 * @param {(z: number) => number} f
 * @param {ReturnType<typeof scales>} scale
 * @param {[number, number]} range
 */
export function curvePath(f, { x, y }, [low, high]) {
  /** @param {number} z @param {number} value */
  const place = (z, value) => `${x(z).toFixed(1)} ${y(value).toFixed(1)}`;
  /** @param {number} value */
  const inside = (value) => value >= low && value <= high;
  let path = "";
  let [before, was] = [-REACH, f(-REACH)];
  if (inside(was)) path += `M${place(before, was)}`;
  for (let k = 1; k <= 2 * STEPS; k++) {
    const z = REACH * (k / STEPS - 1);
    const value = f(z);
    if (inside(was) !== inside(value)) {
      const border = Math.max(was, value) > high ? high : low;
      path += `${inside(was) ? "L" : "M"}${place(before + ((border - was) / (value - was)) * (z - before), border)}`;
    }
    if (inside(value)) path += `L${place(z, value)}`;
    [before, was] = [z, value];
  }
  return path;
}

/** The highest bar. @param {ArrayLike<number>} counts */
export function highest(counts) {
  let most = 1;
  for (let k = 0; k < counts.length; k++) most = Math.max(most, counts[k]);
  return most;
}

/** The highest bar but for the outer two, which hold all that lies beyond and may tower over the rest. @param {ArrayLike<number>} counts */
export function highestWithin(counts) {
  let most = 0;
  for (let k = 1; k < counts.length - 1; k++) most = Math.max(most, counts[k]);
  return most || highest(counts);
}

/**
 * Bars of a histogram in one path.
 * @param {ArrayLike<number>} counts
 * @param {number} most how many make a bar of full height; none is higher
 * @param {Area} area
 * @param {(bin: number) => boolean} wanted
 * @param {number} gap between two bars
 */
export function barsPath(counts, most, { left, right, top, bottom }, wanted, gap) {
  const width = (right - left) / counts.length;
  let path = "";
  for (let k = 0; k < counts.length; k++) {
    if (counts[k] === 0 || !wanted(k)) continue;
    // one example is still to be seen
    const height = Math.max(1, Math.min(1, counts[k] / most) * (bottom - top));
    const from = left + k * width + gap / 2;
    path += `M${from.toFixed(1)} ${bottom.toFixed(1)}v${(-height).toFixed(1)}h${(width - gap).toFixed(2)}v${height.toFixed(1)}z`;
  }
  return path;
}

/** Whether the middle of a bin lies beyond the threshold. @param {number} bin @param {number} bins @param {number | null} threshold */
export const isBeyond = (bin, bins, threshold) =>
  threshold !== null && Math.abs((2 * (bin + 0.5)) / bins - 1) * REACH > threshold;
