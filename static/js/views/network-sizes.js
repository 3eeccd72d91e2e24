import { html, setText } from "../dom.js";
import { formatSigned } from "../format.js";
import * as text from "../text.js";

/** @import { Frame } from "../types.js" */

const NAMES = /** @type {const} */ (["W1", "b1", "W2", "b2"]);

/**
 * How large the parameters are of a network too wide for links: their shapes, least and greatest entries.
 * @param {HTMLElement} host
 */
export function createSizes(host) {
  /** @param {Frame["parameters"]} parameters null: nothing is told */
  return (parameters) => {
    if (!parameters) {
      if (host.firstChild) host.replaceChildren();
      return;
    }
    if (!host.firstChild) host.append(...NAMES.map(() => html("div", {}, html("dt"), html("dd"))));
    for (const [k, name] of NAMES.entries()) {
      const { shape, values } = parameters[name];
      let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let at = 0; at < values.length; at++) {
        least = Math.min(least, values[at]);
        greatest = Math.max(greatest, values[at]);
      }
      const [term, value] = host.children[k].children;
      setText(term, `${name} (${shape.join(" \u00d7 ")})`);
      setText(value, text.rangeOf(formatSigned(least), formatSigned(greatest)));
    }
  };
}
