import { find, html, setHidden, setText, svg } from "../dom.js";
import { formatPlain } from "../format.js";
import { circlePath, fillByTarget, markerPath } from "../markers.js";
import * as text from "../text.js";

/** @import { Shows, Surface } from "../types.js" */
/** @import { Verdict } from "../verdict.js" */
/** @import { PredictionKind } from "../prediction.js" */
/** @import { DataBody } from "../wire.js" */

/** More classes than this have no room for the word "class" at each. */
const WORDY = 2;

/**
 * What marks, lines and colours of the surface mean.
 * @param {(name: string) => HTMLElement} part
 */
export function createSurfaceLegend(part) {
  const marks = part("marks");
  const line = part("line-key");
  const ramp = find(part("ramp-key"), ".ramp", HTMLElement);
  /** @type {DataBody | null} */
  let drawn = null;

  return {
    /** @param {DataBody} data @param {PredictionKind} kind */
    points(data, kind) {
      if (data === drawn) return;
      drawn = data;
      const tested = !data.train.every(Boolean);
      const keys = data.label ? classKeys(data.class_names) : [targetKey(kind, false)];
      if (tested) keys.push(data.label ? testKey(data.class_names.length) : targetKey(kind, true));
      marks.replaceChildren(...keys);
    },
    /** @param {Verdict | null} verdict @param {Shows} shows */
    extras(verdict, { lines, discrete }) {
      setHidden(part("wrong-key"), !verdict || verdict.wrong.length === 0);
      setHidden(part("all-key"), !lines);
      ramp.classList.toggle("stepped", discrete);
    },
    /** @param {Surface} surface @param {PredictionKind} kind @param {string} output @param {number} pieces of the line */
    scale({ low, high }, kind, output, pieces) {
      setText(part("line-key-name"), kind === "curve" ? text.prediction : text.boundaryName);
      setHidden(line, kind === "real" || (kind !== "curve" && pieces === 0));
      setHidden(part("ramp-key"), kind === "curve" || kind === "classes");
      setHidden(part("pale-key"), kind !== "classes");
      const real = kind === "real";
      setText(part("ramp-name"), real ? "" : text.scaleName(output));
      setText(part("ramp-low"), real ? formatPlain(Number(low.toPrecision(3))) : "0");
      setText(part("ramp-high"), real ? formatPlain(Number(high.toPrecision(3))) : "1");
    },
  };
}

/** @param {SVGElement[]} marks @param {string} name */
function key(marks, name) {
  return html("li", {}, ...marks, name);
}

/** @param {number} name @param {string} style @param {number} [radius] */
function classMark(name, style, radius = 4.2) {
  const path = svg("path", { d: markerPath(name, 6, 6, radius) });
  return svg("svg", { class: `key-mark ${style} class-${name}`, "aria-hidden": "true" }, path);
}

/** @param {string[]} names */
function classKeys(names) {
  return names.map((name, k) => {
    const word = names.length > WORDY ? name : text.className(name);
    return key([classMark(k, "solid")], word);
  });
}

/** @param {number} classes */
function testKey(classes) {
  const shown = Array.from({ length: Math.min(classes, WORDY) }, (_, k) => classMark(k, "hollow", 3.8));
  return key(shown, text.test);
}

/** @param {PredictionKind} kind @param {boolean} tested */
function targetKey(kind, tested) {
  const path = svg("path", { class: `points ${tested ? "hollow" : ""}`, d: circlePath(6, 6, 4.2) });
  if (kind === "curve") path.classList.add("plain");
  else fillByTarget(path, 0.9);
  const mark = svg("svg", { class: "key-mark", "aria-hidden": "true" }, path);
  return key([mark], tested ? text.test : text.target);
}
