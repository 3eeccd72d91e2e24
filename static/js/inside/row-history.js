/** How many distinct rows W1 has had, iteration by iteration: what the server remembers, then frame by frame. */

/** @typedef {{ from: number[], rows: number[], end: number }} Steps from each of these iterations on so many rows */

export function createRowHistory() {
  let key = "";
  /** @type {Steps} */
  let steps = { from: [], rows: [], end: 0 };
  /** W1 at iteration 0. @type {ArrayLike<number> | null} */
  let start = null;

  return {
    get steps() {
      return steps;
    },
    get start() {
      return start;
    },
    /**
     * What a frame shows. A run that has gone back keeps what lies before.
     * @param {string} run and how it was drawn: others have another past
     * @param {number} iteration
     * @param {number} rows
     * @param {ArrayLike<number>} W1
     * @returns {boolean} whether its past is to be asked for
     */
    add(run, iteration, rows, W1) {
      const anew = run !== key;
      if (anew) {
        [key, steps, start] = [run, { from: [], rows: [], end: 0 }, null];
      }
      if (iteration === 0) start = W1;
      steps = extended(cut(steps, iteration), iteration, rows);
      return anew && iteration > 0;
    },
    /**
     * What lies before the first frame.
     * @param {string} run
     * @param {number[]} iterations
     * @param {number[]} rows
     * @param {number[]} W1 at each of them, one after the other
     */
    put(run, iterations, rows, W1) {
      if (run !== key || iterations.length === 0) return;
      const [first = 0] = steps.from;
      /** @type {Steps} */
      let past = { from: [], rows: [], end: 0 };
      for (const [k, iteration] of iterations.entries())
        if (iteration < first) past = extended(past, iteration, rows[k]);
      for (const [k, from] of steps.from.entries()) past = extended(past, from, steps.rows[k]);
      steps = { ...past, end: steps.end };
      if (iterations[0] === 0) start ??= W1.slice(0, W1.length / iterations.length);
    },
  };
}

/** What lies before an iteration. @param {Steps} steps @param {number} iteration @returns {Steps} */
function cut({ from, rows, end }, iteration) {
  const kept = from.filter((at) => at < iteration).length;
  if (kept === from.length) return { from, rows, end };
  return { from: from.slice(0, kept), rows: rows.slice(0, kept), end: iteration };
}

/** @param {Steps} steps @param {number} iteration @param {number} count @returns {Steps} */
function extended({ from, rows }, iteration, count) {
  if (rows.at(-1) === count) return { from, rows, end: iteration };
  return { from: [...from, iteration], rows: [...rows, count], end: iteration };
}

/** The largest change of an entry. @param {ArrayLike<number>} now @param {ArrayLike<number>} before */
export function largestChange(now, before) {
  let most = 0;
  for (let k = 0; k < now.length; k++) most = Math.max(most, Math.abs(now[k] - before[k]));
  return most;
}
