/** @typedef {{ key: string, shift?: boolean, run(): void }} Binding */

/**
 * Keys for the whole page. Not while typing, on a slider, in a dialog, or where the key already means something.
 * @param {Binding[]} bindings
 */
export function listenToKeys(bindings) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Enter") leaveNumber(event.target);
    if (isTaken(event)) return;
    const binding = bindings.find(
      ({ key, shift }) =>
        key === event.key.toLowerCase() && (shift === undefined || shift === event.shiftKey),
    );
    if (!binding) return;
    event.preventDefault();
    binding.run();
  });
}

/** Enter applies a number and leaves its field, so that the next key plays or steps; in a form it submits. @param {EventTarget | null} field */
function leaveNumber(field) {
  if (field instanceof HTMLInputElement && field.matches(".number") && !field.form) field.blur();
}

/** @param {KeyboardEvent} event */
function isTaken({ target, key }) {
  if (document.querySelector("dialog:modal")) return true; // though the focus may have left it
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("dialog, [popover]") || target.isContentEditable) return true;
  if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement && target.type === "range") return key !== " ";
  if (target instanceof HTMLInputElement) return target.type !== "radio" || key.startsWith("Arrow");
  return key === " " && target.closest("button, a, summary") !== null;
}
