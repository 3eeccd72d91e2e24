/**
 * A dialog with the button that opens it; Escape and a click outside close it.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLElement} button
 * @param {() => void} [beforehand]
 * @returns {() => void} opens it
 */
export function openDialog(dialog, button, beforehand = () => {}) {
  const open = () => {
    beforehand();
    dialog.showModal();
  };
  button.addEventListener("click", open);
  dialog.addEventListener("pointerdown", ({ target, clientX: x, clientY: y }) => {
    const box = dialog.getBoundingClientRect();
    const outside = x < box.left || x > box.right || y < box.top || y > box.bottom;
    if (target === dialog && outside) dialog.close();
  });
  return open;
}
