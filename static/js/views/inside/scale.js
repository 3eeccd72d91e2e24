import { nothingYet } from "../../inside/text.js";

/** @import { InsidePanel } from "../../types.js" */

/**
 * @param {HTMLElement} host
 * @returns {InsidePanel}
 */
export function create(host) {
  host.textContent = nothingYet;
  return { update() {}, resize() {}, destroy() {} };
}
