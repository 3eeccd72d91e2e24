import { html, icon, svg } from "../../dom.js";
import { circlePath, fillByTarget, markerPath } from "../../markers.js";
import { yours } from "../../own-text.js";

/** @import { ActivationChoice, DataSourceChoice } from "../../wire.js" */

const SIDE = 44;
/** Points in a thumbnail; more run together. */
const POINTS = 60;
/** Real targets are told apart in so many steps. */
const SHADES = 8;

/** A data source as a thumbnail; own data, which look like nothing yet, as a plus. @param {DataSourceChoice} source */
export function sourcePicture(source) {
  if (source.thumbnail.length) return thumbnail(source);
  return html("span", { class: "own-tile", "aria-hidden": "true" }, icon("plus"), yours);
}

/**
 * A data set as a thumbnail: classes by shape and colour, real targets by colour or, for one feature, by height. One path
 * for all points of a kind: hundreds of paths would cost every frame of the page a part of its time.
 * @param {DataSourceChoice} source
 */
function thumbnail({ thumbnail: points, classes, n_x }) {
  const every = Math.max(1, Math.ceil(points.length / POINTS));
  /** @type {Map<number, string>} */
  const outlines = new Map();
  for (const [across, up, third] of points.filter((_, k) => k % every === 0)) {
    const [x, y] = [3 + across * (SIDE - 6), SIDE - 3 - up * (SIDE - 6)];
    const kind = classes ? third : n_x === 1 ? 0 : Math.round(third * SHADES) / SHADES;
    const outline = classes ? markerPath(third, x, y, 1.7) : circlePath(x, y, n_x === 1 ? 1.7 : 2.6);
    outlines.set(kind, (outlines.get(kind) ?? "") + outline);
  }
  const paths = [...outlines].map(([kind, d]) => {
    const path = svg("path", { class: classes ? `points solid class-${kind}` : "points", d });
    if (!classes && n_x === 1) path.classList.add("plain");
    else if (!classes) fillByTarget(path, kind);
    return path;
  });
  return svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, class: "thumbnail", "aria-hidden": "true" }, ...paths);
}

/** An activation as a little curve; all share one frame, so that they compare. @param {ActivationChoice} activation */
export function curve({ curve: points }) {
  const [width, height, reach, tall] = [32, 22, 3.2, 1.7];
  const path = points
    .filter(([z]) => Math.abs(z) <= reach)
    .map(([z, g]) => [((z + reach) / (2 * reach)) * width, height / 2 - (g / tall) * (height / 2 - 1.5)])
    .filter(([, y]) => y >= 0 && y <= height)
    .map(([x, y], k) => `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join("");
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, class: "curve", "aria-hidden": "true" },
    svg("path", { d: path }),
  );
}
