import { html, icon, svg } from "../../dom.js";
import { circlePath, fillByTarget, markerPath } from "../../markers.js";
import { yours } from "../../own-text.js";

/** @import { ActivationChoice, DataSourceChoice } from "../../wire.js" */

const SIDE = 44;
/** Points in a thumbnail; more run together. */
const POINTS = 60;

/** A data source as a thumbnail; own data, which look like nothing yet, as a plus. @param {DataSourceChoice} source */
export function sourcePicture(source) {
  if (source.thumbnail.length) return thumbnail(source);
  return html("span", { class: "own-tile", "aria-hidden": "true" }, icon("plus"), yours);
}

/** A data set as a thumbnail: classes by shape and colour, real targets by colour or, for one feature, by height. @param {DataSourceChoice} source */
function thumbnail({ thumbnail: points, classes, n_x }) {
  const every = Math.max(1, Math.ceil(points.length / POINTS));
  const paths = points
    .filter((_, k) => k % every === 0)
    .map(([across, up, third]) => {
      const [x, y] = [3 + across * (SIDE - 6), SIDE - 3 - up * (SIDE - 6)];
      if (classes)
        return svg("path", { class: `points solid class-${third}`, d: markerPath(third, x, y, 1.7) });
      const point = svg("path", { class: "points", d: circlePath(x, y, n_x === 1 ? 1.7 : 2.6) });
      if (n_x === 1) point.classList.add("plain");
      else fillByTarget(point, third);
      return point;
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
