/** The first attempt waits at most so long (ms), each further one twice as long, none longer than the last. */
const FIRST = 200;
const LONGEST = 1000;

/**
 * How long to wait before trying again: between half and all of the longest, by chance, so that a class of pages does
 * not come back in the same instant.
 * @param {() => number} [random] from 0 to 1
 */
export function createBackoff(random = Math.random) {
  let longest = FIRST;
  return {
    /** Milliseconds before the next attempt. */
    next() {
      const wait = (longest * (1 + random())) / 2;
      longest = Math.min(LONGEST, 2 * longest);
      return wait;
    },
    reset() {
      longest = FIRST;
    },
  };
}
