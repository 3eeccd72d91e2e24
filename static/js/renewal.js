/** Milliseconds between two new runs while a slider moves. */
const PAUSE = 120;

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Wishes for a new run, granted one at a time, the newest next. One that cannot be granted now stays.
 * @param {object} parts
 * @param {(wish: number) => Promise<boolean>} parts.make make a run for a wish; false if it should be tried again
 * @param {() => boolean} parts.possible whether there is any use in trying now
 * @param {(busy: boolean) => void} parts.onBusy whether a wish is open
 */
export function createRenewal({ make, possible, onBusy }) {
  let newest = 0;
  let answered = 0;
  let working = false;

  /** Make runs until the newest wish is answered, or cannot be. */
  async function grant() {
    onBusy(true);
    if (working || !possible()) return;
    working = true;
    while (answered !== newest) {
      const wish = newest;
      const [settled] = await Promise.all([make(wish), pause(PAUSE)]);
      if (!settled && wish === newest) break;
      answered = wish;
    }
    working = false;
    onBusy(answered !== newest);
  }

  return {
    /** Wish for a run of the choices as they are. */
    async want() {
      newest += 1;
      await grant();
    },
    grant,
    open: () => answered !== newest,
    /** Whether no later wish has come meanwhile. @param {number} wish */
    isNewest: (wish) => wish === newest,
    newest: () => newest,
  };
}
