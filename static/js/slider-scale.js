/**
 * A slider whose labelled stops lie at equal distances: between two positive stops it is logarithmic, from 0 linear.
 * @param {number[]} stops ascending, at least two
 */
export function sliderScale(stops) {
  const last = stops.length - 1;
  return {
    /**
     * The value at a position 0..1, rounded to what a slider can mean (two digits), never beyond the ends.
     * @param {number} position
     */
    valueAt(position) {
      const scaled = Math.min(1, Math.max(0, position)) * last;
      const index = Math.min(last - 1, Math.floor(scaled));
      const value = twoDigits(between(stops[index], stops[index + 1], scaled - index));
      return Math.min(stops[last], Math.max(stops[0], value));
    },
    /**
     * The position 0..1 of a value; values beyond the ends sit at the ends.
     * @param {number} value
     */
    positionOf(value) {
      if (value <= stops[0]) return 0;
      if (value >= stops[last]) return 1;
      const index = stops.findIndex((stop) => value < stop) - 1;
      return (index + share(stops[index], stops[index + 1], value)) / last;
    },
  };
}

/** @param {number} from @param {number} to @param {number} t */
function between(from, to, t) {
  return from > 0 ? from * (to / from) ** t : from + t * (to - from);
}

/** @param {number} from @param {number} to @param {number} value */
function share(from, to, value) {
  return from > 0 ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
}

/** @param {number} value */
function twoDigits(value) {
  return Number(value.toPrecision(2));
}
