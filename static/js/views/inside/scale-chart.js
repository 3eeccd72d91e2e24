import { setAttributes, svg } from "../../dom.js";
import { formatPlain } from "../../format.js";
import { logScales, nearest, powersWithin, rangeAround } from "../../inside/scale-axes.js";
import * as text from "../../inside/scale-text.js";

/** @import { ScaleSweepReply, ScaledRunBody } from "../../wire.js" */

/** Room around the picture, and of a strip below it (px at a 16 px root). */
const MARGIN = { left: 70, right: 14, top: 8, bottom: 20 };
const STRIP = { height: 15, gap: 5 };

/**
 * Cost against the scale of the first weights, both logarithmic, and below it how saturated each start is and how
 * large its gradient; a line marks the scale that is looked at.
 * @param {SVGSVGElement} host
 */
export function createSweepChart(host) {
  const picture = svg("g");
  const cursor = svg("line", { class: "sweep-cursor" });
  host.append(cursor, picture);
  /** @type {number[]} */
  let places = [];
  let [top, bottom] = [0, 0];

  return {
    /**
     * @param {ScaleSweepReply} sweep
     * @param {number | null} own the scale of the run that is shown
     * @param {{ width: number, height: number, scale: number }} size
     */
    draw({ runs }, own, { width, height, scale }) {
      host.setAttribute("viewBox", `0 0 ${width} ${height}`);
      const strips = 2 * (STRIP.height + STRIP.gap) * scale;
      const area = {
        left: MARGIN.left * scale,
        right: width - MARGIN.right * scale,
        top: MARGIN.top * scale,
        bottom: height - MARGIN.bottom * scale - strips,
      };
      const costs = runs.flatMap(({ start, end }) => [start.train_cost, end?.train_cost]);
      const across = /** @type {[number, number]} */ ([runs[0].scale, runs[runs.length - 1].scale]);
      const up = rangeAround(costs);
      const { x, y } = logScales(area, across, up);
      places = runs.map((run) => x(run.scale));
      [top, bottom] = [area.top, height - MARGIN.bottom * scale];
      picture.replaceChildren(
        ...axes(across, up, { x, y }, area, height, scale),
        ...(own && own >= across[0] && own <= across[1] ? [ownLine(x(own), area)] : []),
        curve("sweep-start", runs, (run) => run.start.train_cost, { x, y }),
        curve("sweep-end", runs, (run) => run.end?.train_cost, { x, y }),
        ...marks(runs, { x, y }, area, scale),
        ...strip(runs, places, saturation, area.bottom + STRIP.gap * scale, scale),
        ...strip(runs, places, gradient, area.bottom + (STRIP.height + 2 * STRIP.gap) * scale, scale),
      );
    },
    /** @param {number} k */
    look(k) {
      setAttributes(cursor, { x1: places[k], x2: places[k], y1: top, y2: bottom });
    },
    /** The scale nearest to a place. @param {number} across */
    at: (across) => nearest(places, across),
  };
}

/** @typedef {{ x: (value: number) => number, y: (value: number) => number }} Scales */
/** @typedef {import("../../inside/scale-axes.js").Area} Area */

/** @param {string} name @param {ScaledRunBody[]} runs @param {(run: ScaledRunBody) => number | null | undefined} of @param {Scales} scales */
function curve(name, runs, of, { x, y }) {
  let path = "";
  let gap = true;
  for (const run of runs) {
    const value = of(run);
    if (!value || !(value > 0)) {
      gap = true;
      continue;
    }
    path += `${gap ? "M" : "L"}${x(run.scale).toFixed(1)} ${y(value).toFixed(1)}`;
    gap = false;
  }
  return svg("path", { class: name, d: path });
}

/** A dot for each run, a cross for one that diverged. @param {ScaledRunBody[]} runs @param {Scales} scales @param {Area} area @param {number} scale */
function marks(runs, { x, y }, area, scale) {
  const lowest = bestOf(runs);
  return runs.map((run, k) => {
    const cost = run.end?.train_cost;
    if (cost && cost > 0) {
      const radius = (k === lowest ? 4.5 : 2.6) * scale;
      return svg("circle", { class: "sweep-dot", cx: x(run.scale), cy: y(cost), r: radius });
    }
    const [at, arm] = [area.top + 5 * scale, 3.5 * scale];
    const d = `M${x(run.scale) - arm} ${at - arm}l${2 * arm} ${2 * arm}m0 ${-2 * arm}l${-2 * arm} ${2 * arm}`;
    return svg("path", { class: "sweep-diverged", d });
  });
}

/** The run of lowest cost; -1 if none stayed finite. @param {ScaledRunBody[]} runs */
export function bestOf(runs) {
  let best = -1;
  for (const [k, { end }] of runs.entries()) {
    if (end?.train_cost == null) continue;
    if (best < 0 || end.train_cost < (runs[best].end?.train_cost ?? Number.POSITIVE_INFINITY)) best = k;
  }
  return best;
}

/** @typedef {{ name: (runs: ScaledRunBody[]) => string, shares: (runs: ScaledRunBody[]) => number[] }} Strip */

/** Saturation where the activation knows it, else dead units. @type {Strip} */
const saturation = {
  name: ([first]) => (first.start.saturated === null ? text.dead : text.saturated),
  shares: (runs) => runs.map(({ start, end }) => start.saturated ?? end?.dead ?? 0),
};
/** On a logarithmic axis. @type {Strip} */
const gradient = {
  name: () => text.gradient,
  shares(runs) {
    const norms = runs.map(({ start }) => start.gradient_norms.dW1);
    const [low, high] = rangeAround(norms);
    return norms.map((norm) => (norm ? Math.log(norm / low) / Math.log(high / low) : 0));
  },
};

/** @param {ScaledRunBody[]} runs @param {number[]} places @param {Strip} what @param {number} top @param {number} scale */
function strip(runs, places, { name, shares }, top, scale) {
  const height = STRIP.height * scale;
  const width = Math.max(3, (places[1] - places[0]) * 0.62);
  const label = svg("text", {
    x: (MARGIN.left - 12) * scale,
    y: top + height - 3 * scale,
    "text-anchor": "end",
  });
  label.textContent = name(runs);
  const base = {
    class: "micro-grid",
    x1: places[0],
    x2: places[places.length - 1],
    y1: top + height,
    y2: top + height,
  };
  const bars = shares(runs).map((share, k) => {
    const tall = Math.min(1, Math.max(0, share)) * height;
    const place = { x: places[k] - width / 2, y: top + height - tall, width, height: tall };
    return svg("rect", { class: "sweep-bar", ...place });
  });
  return [label, svg("line", base), ...bars];
}

/** Where the run that is shown stands. @param {number} at @param {Area} area */
function ownLine(at, { top, bottom }) {
  return svg("line", { class: "sweep-own", x1: at, x2: at, y1: top, y2: bottom });
}

/** @param {[number, number]} across @param {[number, number]} up @param {Scales} scales @param {Area} area @param {number} height @param {number} scale */
function axes(across, up, { x, y }, { left, right, top, bottom }, height, scale) {
  const rows = powersWithin(up, Math.max(2, Math.floor((bottom - top) / (18 * scale)))).flatMap((value) => {
    const label = svg("text", { x: left - 6 * scale, y: y(value) + 4 * scale, "text-anchor": "end" });
    label.textContent = formatPlain(value);
    return [svg("line", { class: "micro-grid", x1: left, x2: right, y1: y(value), y2: y(value) }), label];
  });
  const columns = powersWithin(across, 8).map((value) => {
    const label = svg("text", { x: x(value), y: height - 5 * scale, "text-anchor": "middle" });
    label.textContent = `\u00d7${formatPlain(value)}`;
    return label;
  });
  return [...rows, ...columns];
}
