/**
 * What is wrong with how the page lies on the screen: it scrolls sideways, a text or control is cut off, or two of them
 * lie on each other. Run in the page; returns a line for each fault.
 */
() => {
  const SLACK = 1.5;
  /** Where things are meant to lie on a picture, and what is drawn rather than laid out. */
  const PICTURES = ".plot, .surface-3d, .thumbnail, .curve, .palette-marks, .ramp, .line-track, .line";
  const CONTROLS = "button, select, textarea, a[href], label:has(input), input:not(label input), summary";
  const faults = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width)
    faults.push(`the page is ${document.documentElement.scrollWidth} px wide`);

  /** What covers the rest is looked at alone. */
  const top = document.querySelector("dialog[open], .drawer-open .rail");
  const root = top ?? document.querySelector(".shell");

  const name = (element) => {
    const words = (element.getAttribute("aria-label") || element.textContent || "").trim().replace(/\s+/g, " ");
    return `${element.localName}.${element.className.baseVal ?? element.className} "${words.slice(0, 30)}"`;
  };
  function unseen(element) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true;
    for (let over = element; over; over = over.parentElement)
      if (getComputedStyle(over).clipPath === "inset(50%)") return true; // only heard
    return false;
  }

  /** The part of a box that its scrollers show; with `fault` what hidden overflow takes away is told. */
  function shown(element, box) {
    let [left, right, upper, lower] = [box.left, box.right, box.top, box.bottom];
    for (let over = element.parentElement; over && over !== document.body; over = over.parentElement) {
      const style = getComputedStyle(over);
      const room = over.getBoundingClientRect();
      if (style.position === "fixed") break;
      for (const [axis, low, high] of [
        ["overflowX", room.left, room.right],
        ["overflowY", room.top, room.bottom],
      ]) {
        const flow = style[axis];
        if (flow === "visible") continue;
        const [from, to] = axis === "overflowX" ? [left, right] : [upper, lower];
        if (flow === "hidden" || flow === "clip") {
          if (from < low - SLACK || to > high + SLACK) return { cut: over };
        }
        if (axis === "overflowX") [left, right] = [Math.max(left, low), Math.min(right, high)];
        else [upper, lower] = [Math.max(upper, low), Math.min(lower, high)];
      }
    }
    return left < right && upper < lower ? { left, right, top: upper, bottom: lower } : null;
  }

  const things = [];
  function add(element, box) {
    if (box.width < 1 || box.height < 1) return;
    const seen = shown(element, box);
    if (seen?.cut) {
      faults.push(`${name(element)} is cut off by ${name(seen.cut).split(" ")[0]}`);
      return;
    }
    if (!seen) return;
    if (seen.left < -SLACK || seen.right > width + SLACK) faults.push(`${name(element)} leaves the screen`);
    things.push({ element, ...seen });
  }

  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || unseen(element) || element.closest("option, math, defs, textarea")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, top, width, height } of range.getClientRects()) {
      const air = 0.2 * height; // letters do not fill their line
      add(element, new DOMRect(left, top + air, width, height - 2 * air));
    }
  }
  for (const control of root.querySelectorAll(CONTROLS)) {
    if (unseen(control)) continue;
    const { left, top, width, height } = control.getBoundingClientRect();
    const air = control.type === "range" ? height / 2 - 9 : 0; // a finger needs more than the thumb shows
    add(control, new DOMRect(left, top + air, width, height - 2 * air));
  }
  for (const box of root.querySelectorAll(".key-line, .key-mark, .unit-map, .plot, .cost-chart, .chip, .warn-chip")) {
    if (!unseen(box) && box.getBoundingClientRect().width) add(box, box.getBoundingClientRect());
  }

  const layer = (element) =>
    element.closest("[popover], .warn-chip, .drawer-close, .transport, .header, .rail, .main, dialog") ?? document.body;
  for (const [k, a] of things.entries()) {
    for (const b of things.slice(0, k)) {
      if (a.element === b.element || a.element.contains(b.element) || b.element.contains(a.element)) continue;
      const picture = [a, b].some(({ element }) => element.closest(PICTURES));
      if (picture || layer(a.element) !== layer(b.element)) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > SLACK && down > SLACK)
        faults.push(`${name(a.element)} lies on ${name(b.element)} by ${across.toFixed(0)} x ${down.toFixed(0)}`);
    }
  }
  return [...new Set(faults)];
};
