import { html, setText } from "../dom.js";
import { formatSigned } from "../format.js";
import * as text from "../text.js";
import { entryOf, entryValue } from "./weight-entry.js";

/** @import { Entry, Frame } from "../types.js" */

/** Above the pointer (px). */
const ABOVE = 12;

/**
 * What the link under the pointer weighs.
 * @param {HTMLElement} diagram
 * @param {SVGSVGElement} links
 */
export function createLinkTip(diagram, links) {
  const name = html("span");
  const value = html("strong");
  const tip = html("div", { class: "link-tip", "aria-hidden": "true", hidden: true }, name, " ", value);
  diagram.append(tip);
  /** @type {Entry | null} */
  let entry = null;
  /** @type {Frame | null} */
  let newest = null;

  function show() {
    const parameters = newest?.parameters;
    tip.hidden = !entry || !parameters;
    if (!entry || !parameters) return;
    setText(name, text.entryName(entry, parameters.W2.shape[0]));
    setText(value, formatSigned(entryValue(parameters, entry)));
  }

  /** @param {PointerEvent} event */
  function over(event) {
    entry = entryOf(event.target)?.entry ?? null;
    show();
    if (!entry) return;
    const room = diagram.getBoundingClientRect();
    const half = tip.offsetWidth / 2;
    const x = Math.max(half, Math.min(event.clientX - room.left, room.width - half));
    const y = event.clientY - room.top;
    const below = y < tip.offsetHeight + ABOVE;
    tip.style.left = `${x.toFixed(0)}px`;
    tip.style.top = `${(below ? y + ABOVE : y - ABOVE - tip.offsetHeight).toFixed(0)}px`;
  }
  const leave = () => {
    entry = null;
    show();
  };
  links.addEventListener("pointermove", over);
  links.addEventListener("pointerleave", leave);
  links.addEventListener("pointerout", leave);

  return {
    /** @param {Frame} frame */
    update(frame) {
      newest = frame;
      const { parameters } = frame;
      if (entry && (!parameters || entryValue(parameters, entry) === undefined)) entry = null;
      if (entry || !tip.hidden) show();
    },
    destroy() {
      tip.remove();
      links.removeEventListener("pointermove", over);
    },
  };
}
