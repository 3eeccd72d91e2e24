import { Problem } from "./api.js";

/** Seconds until a call is made again that the server could not answer now, and did not say when to. */
const CROWDED = 10;
/** The same for a server that does not answer. */
const ABSENT = 5;

/**
 * Seconds after which it is worth trying again, or null where only a change would help.
 * @param {unknown} error
 */
export function waitAfter(error) {
  if (!(error instanceof Problem)) return ABSENT;
  return error.status === 429 || error.status === 503 ? (error.wait ?? CROWDED) : null;
}
