const SVG = "http://www.w3.org/2000/svg";

/**
 * The element a template promises, of the class it promises.
 * @template {Element} T
 * @param {ParentNode} host
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
export function find(host, selector, type) {
  const found = host.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`no ${type.name} at ${selector}`);
  return found;
}

/**
 * The parts of a view by their names; each is looked up once.
 * @param {HTMLElement} host
 */
export function partsOf(host) {
  /** @type {Map<string, HTMLElement>} */
  const known = new Map();
  /** @param {string} name */
  return (name) => {
    const found = known.get(name) ?? find(host, `[data-part="${name}"]`, HTMLElement);
    known.set(name, found);
    return found;
  };
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean>} [attributes] true sets an empty attribute, false none
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function html(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** An icon of templates/partials/icons.html. @param {string} name */
export function icon(name) {
  return svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `#icon-${name}` }));
}

/** @param {Element} element @param {Record<string, string | number | boolean>} attributes */
export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * Write a text only when it differs: an untouched node costs no layout. The text's own node stays, so that no rule
 * about children is asked again.
 * @param {Node} node
 * @param {string} value
 */
export function setText(node, value) {
  if (node.textContent === value) return;
  const only = node.childNodes.length === 1 ? node.firstChild : null;
  if (only instanceof Text && value) only.data = value;
  else node.textContent = value;
}

/**
 * Hide or show only where that is new: an attribute that is written again has its rules asked again.
 * @param {HTMLElement} element
 * @param {boolean} hidden
 */
export function setHidden(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

/** @type {WeakMap<HTMLElement, string>} */
const titles = new WeakMap();

/**
 * Say in the title why a control does nothing now; an empty reason brings its own title back.
 * @param {HTMLElement} control
 * @param {string} reason
 */
export function explain(control, reason) {
  const own = titles.get(control) ?? control.title;
  titles.set(control, own);
  const title = reason || own;
  if (control.title !== title) control.title = title;
}

/**
 * The context of a small canvas that gets its pixels from JavaScript in every frame: kept where JavaScript can reach
 * it, not on the graphics card.
 * @param {HTMLCanvasElement} canvas
 */
export function pixelContext(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
}
