import { find } from "../dom.js";
import { openDialog } from "./dialog.js";

/**
 * The list of keys: opened by its button, closed by Escape, by `?` and by a click outside.
 * @param {HTMLDialogElement} dialog
 */
export function createKeysDialog(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "?") return;
    event.preventDefault();
    dialog.close();
  });
  return { open: openDialog(dialog, find(document, "[data-action=keys]", HTMLButtonElement)) };
}
