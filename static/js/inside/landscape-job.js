/** One landscape at a time, computed by the server: how far it is, its end, or that nobody wants it any more. */
import { stages } from "./landscape.js";

/** @import { LandscapeBody, LandscapeReply } from "../wire.js" */

/** Milliseconds between two looks at the clock. */
const TICK = 200;

/**
 * @param {object} parts
 * @param {(run: string, plane: LandscapeBody, signal: AbortSignal) => Promise<LandscapeReply>} parts.ask
 * @param {(landscape: LandscapeReply) => void} parts.found also a coarse one, while the fine one is computed
 * @param {(share: number | null) => void} parts.tell how far it is; null while nobody knows
 * @param {(error: unknown) => void} parts.ended with what went wrong, or null
 */
export function landscapeJob({ ask, found, tell, ended }) {
  /** @type {AbortController | null} */
  let control = null;

  return {
    busy: () => control !== null,
    cancel() {
      control?.abort();
    },
    /** @param {string} run @param {LandscapeBody} plane @param {{ units: number, examples: number }} sizes */
    async start(run, plane, { units, examples }) {
      control?.abort();
      const mine = new AbortController();
      control = mine;
      tell(null);
      /** What one point takes, as the coarse picture has shown. */
      let perPoint = 0;
      let timer = 0;
      try {
        for (const resolution of stages(units, examples)) {
          const begun = performance.now();
          const whole = perPoint * resolution ** 2;
          if (whole) timer = window.setInterval(() => tell((performance.now() - begun) / whole), TICK);
          const landscape = await ask(run, { ...plane, resolution }, mine.signal);
          perPoint = (performance.now() - begun) / resolution ** 2;
          if (control !== mine) return;
          if (mine.signal.aborted) return end(null);
          found(landscape);
        }
        end(null);
      } catch (error) {
        if (control === mine) end(mine.signal.aborted ? null : error);
      } finally {
        clearInterval(timer);
      }
    },
  };

  /** @param {unknown} error */
  function end(error) {
    control = null;
    ended(error);
  }
}
