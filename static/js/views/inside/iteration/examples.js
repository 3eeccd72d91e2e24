import { html, setHidden } from "../../../dom.js";
import { formatDigits } from "../../../format.js";
import { workedSource } from "../../../inside/iteration-source.js";
import * as text from "../../../inside/iteration-text.js";
import { createDesk } from "./desk.js";

/** @import { Look } from "../../../look.js" */
/** @import { WorkedExampleBody, WorkedPassBody, WorkedShapesBody, WorkedStackBody } from "../../../wire.js" */

/**
 * The chapter's worked examples, from the server: passes through 3-4-1 as equations, shapes, linear layers.
 * @param {ReturnType<typeof import("../../../api.js").createApi>} api
 * @param {Look} look
 */
export function createExamples(api, look) {
  const names = Object.entries(text.worked).map(([value, label]) => {
    const input = html("input", { type: "radio", name: "worked-example", value });
    input.addEventListener("change", () => choose(value));
    return { input, element: html("label", {}, input, html("span", {}, label)) };
  });
  const legend = html("legend", { class: "visually-hidden" }, text.views.examples);
  const choices = html(
    "fieldset",
    { class: "segments worked-names" },
    legend,
    ...names.map((name) => name.element),
  );
  const about = html("p", { class: "worked-about" });
  const checks = html("ul", { class: "worked-checks" });
  const desk = createDesk(look, {});
  const tables = html("div", { class: "worked-tables" });
  const element = html("div", { class: "worked" }, choices, about, desk.element, tables, checks);
  /** @type {Map<string, WorkedExampleBody>} */
  const known = new Map();
  let chosen = "";
  let passes = false;

  /** @param {string} name */
  async function choose(name) {
    chosen = name;
    for (const { input } of names) input.checked = input.value === name;
    about.textContent = text.workedAbout[name];
    try {
      const body = known.get(name) ?? (await api.workedExample(name));
      known.set(name, body);
      if (chosen === name) show(body);
    } catch {
      if (chosen === name) about.textContent = text.workedMissing;
    }
  }

  /** @param {WorkedExampleBody} body */
  function show(body) {
    passes = body.passed !== null;
    setHidden(desk.element, !passes);
    if (body.passed) {
      desk.begin();
      desk.show(workedSource(body.passed), null);
    }
    const { passed, shapes, without_keepdims, stacks, name } = body;
    tables.replaceChildren(
      ...(passed && name === "one-example" ? [backwards(passed)] : []),
      ...("db1" in without_keepdims
        ? [keepdims(without_keepdims)]
        : shapes.length
          ? [shapesTable(shapes)]
          : []),
      ...(stacks.length ? [stacksTable(stacks)] : []),
    );
    const lines = body.checks.map((check) => {
      const mark = html("span", { class: "worked-mark" }, check.holds ? "\u2713" : "\u2717");
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", check.holds ? text.holds : text.fails);
      const numbers = text.differs(formatDigits(check.value, 2), formatDigits(check.bound, 1));
      return html("li", {}, mark, ` ${text.checks[check.name] ?? check.name}: ${numbers}`);
    });
    checks.replaceChildren(...lines);
  }

  return {
    element,
    /** Shown for the first time: the first one. */
    open() {
      if (!chosen) choose(names[0].input.value);
    },
    destroy: desk.destroy,
    refresh() {
      if (passes) desk.refresh();
    },
    /** The next equation, where there are any. */
    next() {
      if (passes) desk.next();
      return passes;
    },
  };
}

/** @param {(string | number | null)[][]} rows @param {string[]} heads */
function tableOf(heads, rows) {
  const body = rows.map(([first, ...rest]) =>
    html(
      "tr",
      {},
      html("th", { scope: "row" }, String(first)),
      ...rest.map((cell) => html("td", {}, String(cell ?? ""))),
    ),
  );
  const head = html("tr", {}, ...heads.map((cell) => html("th", { scope: "col" }, cell)));
  const table = html("table", { class: "worked-table" }, html("thead", {}, head), html("tbody", {}, ...body));
  return html("div", { class: "worked-scroll" }, table);
}

/** @param {number[]} shape */
const shapeText = (shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);

/** @param {WorkedShapesBody[]} shapes */
function shapesTable(shapes) {
  const heads = shapes.map(({ n_x, n_h, n_y, m }) => text.networkWith(`${n_x}-${n_h}-${n_y}`, m));
  const rows = Object.keys(shapes[0].shapes).map((name) => [
    name,
    ...shapes.map((of) => shapeText(of.shapes[name])),
  ]);
  return tableOf([text.network, ...heads], [...rows, [text.parameters, ...shapes.map(({ count }) => count)]]);
}

/** @param {Record<string, number[]>} without */
function keepdims(without) {
  const rows = [
    ["db1", "(4, 1)", shapeText(without.db1)],
    ["b1 - alpha * db1", "(4, 1)", shapeText(without.b1)],
  ];
  const code = html(
    "pre",
    { class: "worked-code" },
    html("code", {}, "db1 = np.sum(dZ1, axis=1, keepdims=True) / m\nb1 = b1 - alpha * db1"),
  );
  return html("div", {}, code, tableOf(["", text.withKeepdims, text.withoutKeepdims], rows));
}

/** @param {WorkedStackBody[]} stacks */
function stacksTable(stacks) {
  const rows = stacks.map(({ widths, W_prime, b_prime, relative_difference }) => [
    widths.join("-"),
    W_prime[0].map((value) => formatDigits(value ?? Number.NaN)).join(", "),
    formatDigits(b_prime[0][0] ?? Number.NaN),
    formatDigits(relative_difference, 2),
  ]);
  return tableOf([text.network, "W'", "b'", text.relativeDifference], rows);
}

/** The chain rule in numbers. @param {WorkedPassBody} passed */
function backwards({ arrays }) {
  /** @param {string} name */
  const first = (name) => formatDigits(arrays[name][0][0] ?? Number.NaN);
  const lines = [
    [
      text.outputBackwards,
      `da = \u2212y/a + (1 \u2212 y)/(1 \u2212 a) = ${first("dA2")}, dz = a \u2212 y = ${first("dZ2")}`,
    ],
    [
      text.hiddenBackwards,
      `da = w dz = ${first("dA1")}, g\u2032(z) = ${first("slopes")}, dz = ${first("dA1")} \u00d7 ${first("slopes")} = ${first("dZ1")}`,
    ],
  ];
  return html(
    "dl",
    { class: "worked-lines" },
    ...lines.flatMap(([name, line]) => [html("dt", {}, name), html("dd", {}, line)]),
  );
}
