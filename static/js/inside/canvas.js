/** A canvas of a panel: as large as its place, sharp on every screen, measured only when its size changes. */

/**
 * @param {HTMLElement} place
 * @param {HTMLCanvasElement} canvas fills it
 * @param {() => void} onResize
 */
export function sizedCanvas(place, canvas, onResize) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const sized = { context, width: 0, height: 0, ratio: 1, clear, destroy };

  function measure() {
    const { clientWidth: width, clientHeight: height } = place;
    const ratio = window.devicePixelRatio || 1;
    if (width === sized.width && height === sized.height && ratio === sized.ratio) return;
    Object.assign(sized, { width, height, ratio });
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    onResize();
  }
  const observer = new ResizeObserver(measure);
  observer.observe(place);

  /** Empty, in pixels of CSS again. */
  function clear() {
    context.setTransform(sized.ratio, 0, 0, sized.ratio, 0, 0);
    context.clearRect(0, 0, sized.width, sized.height);
  }

  function destroy() {
    observer.disconnect();
  }

  return sized;
}
