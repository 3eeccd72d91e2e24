/** The numbers of weights or gradients as a table: a unit a row, the outputs' biases in the last one. */
import { html, setText } from "../dom.js";
import { formatPlain } from "../format.js";
import * as words from "./weights-text.js";

/** @import { Frame } from "../types.js" */

/** @param {number} value */
const shown = (value) => (Number.isFinite(value) ? formatPlain(Number(value.toPrecision(4))) : "\u2013");

/** @param {HTMLElement} host */
export function weightsTable(host) {
  const caption = html("caption", { class: "visually-hidden" });
  const head = html("tr");
  const body = html("tbody");
  host.replaceChildren(html("table", { class: "weights-table" }, caption, html("thead", {}, head), body));
  let made = "";

  /** @param {number} units @param {number} features @param {number} outputs @param {boolean} gradient */
  function build(units, features, outputs, gradient) {
    setText(caption, words.caption(gradient));
    const [W1, b1, W2, b2] = ["W1", "b1", "W2", "b2"].map((name) => words.symbol(name, gradient));
    const x = Array.from({ length: features }, (_, k) => `${W1} x${String.fromCharCode(0x2081 + k)}`);
    const to = Array.from({ length: outputs }, (_, k) => (outputs > 1 ? `${W2} \u2192 ${k + 1}` : W2));
    head.replaceChildren(
      ...[words.unitHead, ...x, b1, ...to].map((name) => html("th", { scope: "col" }, name)),
    );
    const rows = Array.from({ length: units }, (_, unit) => row(String(unit + 1), 0, features + 1 + outputs));
    body.replaceChildren(...rows, row(b2, features + 1, outputs));
  }

  /** @param {string} name @param {number} empty @param {number} cells */
  function row(name, empty, cells) {
    const blank = empty ? [html("td", { colspan: empty })] : [];
    const filled = Array.from({ length: cells }, () => html("td", { class: "value" }));
    return html("tr", {}, html("th", { scope: "row" }, name), ...blank, ...filled);
  }

  /** @param {Frame} frame @param {boolean} gradient */
  return ({ parameters, gradients }, gradient) => {
    if (!parameters || !gradients) return;
    const [units, features] = parameters.W1.shape;
    const [outputs] = parameters.W2.shape;
    const key = `${units} ${features} ${outputs} ${gradient}`;
    if (key !== made) build(units, features, outputs, gradient);
    made = key;
    const [W1, b1, W2, b2] = gradient
      ? [gradients.dW1, gradients.db1, gradients.dW2, gradients.db2]
      : [parameters.W1, parameters.b1, parameters.W2, parameters.b2];
    const cells = body.querySelectorAll("td.value");
    let at = 0;
    /** @param {number} value */
    const put = (value) => setText(cells[at++], shown(value));
    for (let unit = 0; unit < units; unit++) {
      for (let k = 0; k < features; k++) put(W1.values[unit * features + k]);
      put(b1.values[unit]);
      for (let k = 0; k < outputs; k++) put(W2.values[k * units + unit]);
    }
    for (let k = 0; k < outputs; k++) put(b2.values[k]);
  };
}
