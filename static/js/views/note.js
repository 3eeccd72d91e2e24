import { find, html } from "../dom.js";

/**
 * Lines that stay until somebody has read them.
 * @param {HTMLElement} host
 */
export function createNote(host) {
  const list = find(host, "[data-part=lines]", HTMLElement);
  find(host, "[data-action=close]", HTMLButtonElement).addEventListener("click", () => {
    host.hidden = true;
  });
  /** @param {string[]} lines */
  return (lines) => {
    if (host.hidden) list.replaceChildren();
    host.hidden = false;
    list.append(...lines.map((line) => html("li", {}, line)));
  };
}
