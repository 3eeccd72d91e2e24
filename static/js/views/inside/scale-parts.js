import { html, svg } from "../../dom.js";
import { formatCost, formatPercent, formatPlain } from "../../format.js";
import { SWEPT } from "../../inside/scale-axes.js";
import * as text from "../../inside/scale-text.js";

/** @import { ScaledRunBody } from "../../wire.js" */

/** Iterations of each run, unless another number is typed. */
const ITERATIONS = 100;

/** @param {ScaledRunBody} run */
export function rowOf({ scale, start, end }) {
  const values = [
    [formatCost(start.train_cost), start.train_cost],
    [end ? formatCost(end.train_cost) : text.divergedWord, end?.train_cost],
    [formatPercent(start.saturated ?? end?.dead), start.saturated ?? end?.dead],
    [text.formatNumber(start.gradient_norms.dW1), start.gradient_norms.dW1],
  ];
  return html(
    "tr",
    {},
    html("th", { scope: "row" }, `\u00d7\u202f${formatPlain(scale)}`),
    ...values.map(([shown, exact]) =>
      html("td", { title: exact == null ? "" : String(Number(Number(exact).toPrecision(8))) }, String(shown)),
    ),
  );
}

/** A heading of each column; those that change are handed out. @param {Record<"after" | "share", HTMLElement[]>} changing */
function headings(changing) {
  const after = html("span");
  const share = html("th", { scope: "col" }, text.saturated);
  changing.after.push(after);
  changing.share.push(share);
  const [scale, start] = [text.scale, text.atStart].map((name) => html("th", { scope: "col" }, name));
  return html(
    "thead",
    {},
    html(
      "tr",
      {},
      scale,
      start,
      html("th", { scope: "col" }, after),
      share,
      html("th", { scope: "col" }, text.gradient),
    ),
  );
}

/** @param {string} curve */
const keyOfCurve = (curve) =>
  svg(
    "svg",
    { class: "key-line", "aria-hidden": "true" },
    svg("line", { class: curve, x1: 0, y1: 4, x2: 20, y2: 4 }),
  );

export function buildScale() {
  /** @type {Record<"after" | "share", HTMLElement[]>} */
  const changing = { after: [], share: [] };
  const chart = svg("svg", { class: "sweep-chart", "aria-hidden": "true" });
  const cursor = html(
    "div",
    {
      class: "sweep-place",
      role: "slider",
      "aria-label": text.scale,
      "aria-valuemin": 0,
      "aria-valuenow": 0,
    },
    chart,
  );
  const readout = html("span");
  const after = html("span");
  changing.after.push(after);
  const told = html(
    "p",
    { class: "sweep-readout" },
    ...[
      html("span", {}, keyOfCurve("sweep-start"), text.atStart),
      html("span", {}, keyOfCurve("sweep-end"), after),
    ],
    readout,
  );
  const summary = html("p", { class: "visually-hidden" });
  const invitation = html("p", { class: "sweep-invitation" }, text.invitation(SWEPT.length));
  const rows = html("tbody");
  const tableHost = html(
    "div",
    { class: "sweep-all", hidden: true, tabindex: 0, role: "group", "aria-label": text.table },
    html("table", { class: "sweep-table" }, headings(changing), rows),
  );
  const figure = html(
    "figure",
    { class: "sweep-figure", "aria-label": text.figure },
    ...[told, cursor, tableHost, invitation, summary],
  );
  const entry = html("input", {
    ...{ type: "text", inputmode: "numeric", class: "number boxed", autocomplete: "off" },
    ...{ value: ITERATIONS, id: "sweep-iterations", "aria-describedby": "sweep-status" },
  });
  const go = html("button", { type: "submit", class: "button" }, text.run);
  const form = html(
    "form",
    { class: "sweep-form", novalidate: true },
    html("label", { for: "sweep-iterations" }, text.iterations),
    entry,
    go,
  );
  const progress = html("div", { class: "sweep-progress", hidden: true }, html("div", { class: "busy-bar" }));
  const [status, refusal, outdated] = ["status", "refusal", "outdated"].map((name) =>
    html("p", { class: `sweep-${name}`, role: "status" }),
  );
  status.id = "sweep-status";
  const few = html("tbody");
  const fewTable = html("table", { class: "sweep-table sweep-few" }, headings(changing), few);
  const compare = html("button", { type: "button", class: "button" }, text.compare);
  const asTable = html(
    "button",
    { type: "button", class: "button", "aria-pressed": "false", disabled: true },
    text.table,
  );
  const tools = html("div", { class: "sweep-tools" }, compare, asTable);
  const side = html(
    "div",
    { class: "sweep-side" },
    form,
    progress,
    status,
    refusal,
    outdated,
    fewTable,
    tools,
  );
  const body = html("div", { class: "sweep" }, figure, side);
  return {
    ...{ body, chart, cursor, readout, summary, invitation, rows, tableHost, entry, go, form, progress },
    ...{ status, refusal, outdated, few, compare, asTable, ...changing },
  };
}
