import { svg } from "../dom.js";
import { planeView } from "../geometry.js";
import { standardization } from "../inputs.js";
import { collapsed, linesOf } from "../inside/collapse.js";
import { shownPanels } from "../inside/panels.js";

/** @import { Frame, State } from "../types.js" */

/**
 * What the network would be as one layer, over the field: on request, while its panel is open.
 * @param {SVGSVGElement} host
 */
export function createCollapseLine(host) {
  const halo = svg("path", { class: "one-layer-halo" });
  const line = svg("path", { class: "one-layer" });
  host.append(halo, line);
  /** @type {unknown[]} */
  let drawn = [];

  /** @param {State} state @param {Frame} frame @param {number} side */
  return (state, frame, side) => {
    const shown = state.shows.collapse && shownPanels(state).includes("symmetry");
    const now = [shown, shown && frame, shown && side, shown && state.data];
    if (now.every((value, k) => value === drawn[k])) return;
    drawn = now;
    const path = shown ? pathOf(state, frame, side) : "";
    for (const layer of [halo, line]) layer.setAttribute("d", path);
  };
}

/** @param {State} state @param {Frame} frame @param {number} side */
function pathOf({ accepted, data }, { parameters, surface }, side) {
  if (!parameters || !surface || !accepted || !data) return "";
  const standard = accepted.data.standardize ? standardization(data) : null;
  const kind = { output: accepted.network.output, classes: data.label !== null };
  const { px, py } = planeView(surface.bounds, side);
  /** @param {[number, number]} place */
  const at = ([x1, x2]) => `${px(x1).toFixed(1)} ${py(x2).toFixed(1)}`;
  return linesOf(collapsed(parameters), kind, standard, surface.bounds)
    .map(([from, to]) => `M${at(from)}L${at(to)}`)
    .join("");
}
