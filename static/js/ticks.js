/**
 * Round numbers (1, 2 or 5 times a power of ten apart) inside a range.
 * @param {number} low
 * @param {number} high
 * @param {number} count about how many
 * @returns {number[]}
 */
export function linearTicks(low, high, count) {
  const rough = (high - low) / count;
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * 0.999) ?? 10;
  const distance = factor * power;
  const ticks = [];
  for (let k = Math.ceil(low / distance - 1e-9); k * distance <= high + 1e-9 * distance; k++) {
    ticks.push(Number((k * distance).toPrecision(12)));
  }
  return ticks;
}

/** Fewer ticks than this do not tell how an axis goes. */
const FEWEST = 3;

/**
 * Round numbers for a logarithmic axis: as many of 1, 2, 3, 5 in each power of ten as fit, and at least three.
 * @param {number} low positive
 * @param {number} high
 * @param {number} count at most about
 * @returns {number[]}
 */
export function logTicks(low, high, count) {
  if (!(low > 0) || !(high > low) || !Number.isFinite(high)) return [];
  /** @type {number[]} */
  let finer = [];
  for (const digits of [[1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]) {
    const ticks = powers(low, high, digits);
    if (ticks.length < FEWEST) break;
    if (ticks.length <= count) return ticks;
    finer = ticks;
  }
  if (finer.length === 0) return linearTicks(low, high, Math.max(FEWEST + 1, count));
  const keep = Math.floor((finer.length - 1) / (Math.max(FEWEST, count) - 1));
  return finer.filter((_, index) => index % keep === 0);
}

/**
 * Those whose labels do not touch, from the first.
 * @param {number[]} ticks
 * @param {(tick: number) => number} place in pixels
 * @param {number} least pixels from one to the next
 */
export function apart(ticks, place, least) {
  let before = Number.NEGATIVE_INFINITY;
  return ticks.filter((tick) => {
    const fits = place(tick) - before >= least;
    if (fits) before = place(tick);
    return fits;
  });
}

/** @param {number} low @param {number} high @param {number[]} digits */
function powers(low, high, digits) {
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const digit of digits) {
      const tick = Number(`${digit}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}
