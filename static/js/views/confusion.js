import { find, html, setHidden, setText, svg } from "../dom.js";
import { formatCount } from "../format.js";
import { markerPath } from "../markers.js";
import * as text from "../text.js";

/** @import { Verdict } from "../verdict.js" */
/** @import { DataBody } from "../wire.js" */

/**
 * How often each class is predicted as each: a row for each true class. Of the test examples where there are any, or
 * of those that are trained on.
 * @param {HTMLElement} host
 */
export function createConfusion(host) {
  const table = find(host, "table", HTMLTableElement);
  const parts = find(host, "[data-part=confusion-part]", HTMLFieldSetElement);
  let chosen = "test";
  let builtFor = "";
  /** @type {[Verdict | null, DataBody | null, string]} */
  let shown = [null, null, ""];
  /** @type {[Verdict | null, DataBody | null]} */
  let newest = [null, null];

  /** @param {string[]} names */
  function build(names) {
    const key = names.join("\n");
    if (key === builtFor) return;
    builtFor = key;
    const head = html("tr", {}, html("td"), ...names.map((name, k) => header("col", name, k)));
    const rows = names.map((name, k) =>
      html(
        "tr",
        {},
        header("row", name, k),
        ...names.map((_, j) => html("td", { class: j === k ? "right" : "" })),
      ),
    );
    table.tBodies[0].replaceChildren(head, ...rows);
  }

  function show() {
    const [verdict, data] = newest;
    if (!data) return; // until then there is room for two classes
    setHidden(host, !verdict);
    if (!verdict) return;
    const tested = verdict.test !== null;
    const part = tested ? chosen : "train";
    if (shown[0] === verdict && shown[1] === data && shown[2] === part) return;
    shown = [verdict, data, part];
    build(data.class_names);
    setHidden(parts, !tested);
    const matrix = part === "test" && verdict.test ? verdict.test : verdict.train;
    for (const [k, row] of matrix.entries()) {
      const all = row.reduce((sum, count) => sum + count, 0);
      for (const [j, count] of row.entries()) {
        const cell = table.rows[k + 1].cells[j + 1];
        setText(cell, formatCount(count));
        cell.style.setProperty("--much", `${(100 * (all ? count / all : 0)).toFixed(0)}%`);
      }
    }
  }

  parts.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement) chosen = target.value;
    show();
  });

  /** @param {Verdict | null} verdict @param {DataBody | null} data */
  return (verdict, data) => {
    newest = [verdict, data];
    show();
  };
}

/** @param {"row" | "col"} scope @param {string} name @param {number} k */
function header(scope, name, k) {
  const mark = svg(
    "svg",
    { class: `key-mark solid class-${k}`, "aria-hidden": "true" },
    svg("path", { d: markerPath(k, 6, 6, 4.2) }),
  );
  const label = scope === "row" ? text.trueClass(name) : text.predictedClass(name);
  return html("th", { scope, title: label }, mark, html("span", { class: "visually-hidden" }, label));
}
