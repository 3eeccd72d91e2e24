import { find } from "../dom.js";

/**
 * The list of keys: opened by its button, closed by Escape, by `?` and by a click outside.
 * @param {HTMLDialogElement} dialog
 */
export function createKeysDialog(dialog) {
  const open = () => dialog.showModal();
  find(document, "[data-action=keys]", HTMLButtonElement).addEventListener("click", open);
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "?") return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("pointerdown", ({ target, clientX: x, clientY: y }) => {
    const box = dialog.getBoundingClientRect();
    const outside = x < box.left || x > box.right || y < box.top || y > box.bottom;
    if (target === dialog && outside) dialog.close();
  });
  return { open };
}
