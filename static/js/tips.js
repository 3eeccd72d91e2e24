/** What is told about a control while the pointer or the focus is on it. */

/** @typedef {{ title: string, help: string, formulas: string[], note?: string }} Tip */

/** @type {WeakMap<Element, () => Tip>} */
const tips = new WeakMap();

/**
 * @param {Element} element
 * @param {() => Tip} tip asked for when it is shown
 */
export function tell(element, tip) {
  tips.set(element, tip);
  element.setAttribute("data-tip", "");
}

/** What is told about an element, or about what it stands in. @param {EventTarget | null} target */
export function tipAt(target) {
  const element = target instanceof Element ? target.closest("[data-tip]") : null;
  const tip = element && tips.get(element);
  return element && tip ? { element, tip: tip() } : null;
}
