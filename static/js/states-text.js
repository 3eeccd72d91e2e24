/** What the page says of its own state: waiting for the server, and the colours of its classes. */
import { formatCount } from "./format.js";
import { say } from "./language.js";

/** @param {number} seconds */
export const tryingAgainIn = (seconds) =>
  say("Trying again in {seconds} s", { seconds: formatCount(seconds) });
