import { setHidden, setText } from "../dom.js";
import { formatSigned, formatValue } from "../format.js";
import * as text from "../text.js";
import { LINKED } from "./network-layout.js";
import { createEntry } from "./weight-entry.js";

/** @import { Frame } from "../types.js" */
/** @import { Point } from "./network-layout.js" */

/** @typedef {ReturnType<typeof createEntry>} EntryView */

/**
 * The card with one unit's numbers. Pinned it takes clicks: each number can be changed in place.
 * @param {(name: string) => HTMLElement} part
 */
export function createCard(part) {
  const card = part("readout");
  const name = part("readout-name");
  const [wLine, biasLine, outLine] = ["readout-w", "readout-bias", "readout-outputs"].map(part);
  const bHost = part("readout-b");
  const outHost = part("readout-out");
  let builtFor = "";
  /** @type {{ w: EntryView[], b: EntryView, out: EntryView[] } | null} */
  let entries = null;
  let size = { width: 0, height: 0 };
  let measuredFor = "";

  /** @param {number} unit @param {number} n_x @param {number} n_y */
  function build(unit, n_x, n_y) {
    const key = `${unit} ${n_x} ${n_y}`;
    if (key === builtFor && entries) return entries;
    builtFor = key;
    entries = {
      w: Array.from({ length: n_x }, (_, column) =>
        createEntry("card-entry", { name: "W1", row: unit, column }, n_y),
      ),
      b: createEntry("card-entry", { name: "b1", row: unit, column: 0 }, n_y),
      out: Array.from({ length: n_y }, (_, row) =>
        createEntry("card-entry", { name: "W2", row, column: unit }, n_y),
      ),
    };
    list(wLine, entries.w);
    bHost.replaceChildren(entries.b.button);
    list(outHost, entries.out);
    return entries;
  }

  return {
    /**
     * @param {number | null} unit
     * @param {Frame} frame
     * @param {{ pinned: boolean, biases: boolean, editable: boolean }} how
     * @param {(card: { width: number, height: number }) => Point | null} placeFor
     */
    update(unit, { parameters }, { pinned, biases, editable }, placeFor) {
      setHidden(card, unit === null);
      if (unit === null || !parameters) return;
      const { W1, b1, W2 } = parameters;
      const [n_h, n_x] = W1.shape;
      const [n_y] = W2.shape;
      const shown = build(unit, n_x, n_y);
      setText(name, text.unitName(unit));
      for (const [k, entry] of shown.w.entries()) show(entry, W1.values[unit * n_x + k], formatValue);
      show(shown.b, b1.values[unit], formatValue);
      for (const [k, entry] of shown.out.entries()) show(entry, W2.values[k * n_h + unit], formatSigned);
      setHidden(biasLine, !biases);
      // One output weight stands beside the unit already, unless units are too many.
      setHidden(outLine, !pinned && n_y === 1 && n_h <= LINKED);
      setHidden(part("readout-hint"), !pinned || !editable);
      card.classList.toggle("open", pinned);
      for (const { button } of [...shown.w, shown.b, ...shown.out]) {
        button.disabled = !editable;
        button.tabIndex = pinned ? 0 : -1;
      }
      stand(placeFor);
    },
  };

  /** Where it covers nothing; it is measured anew only when its text has another length. @param {(card: { width: number, height: number }) => Point | null} placeFor */
  function stand(placeFor) {
    const key = `${builtFor} ${card.className} ${card.textContent?.length}`;
    if (key !== measuredFor || size.width === 0) {
      card.classList.remove("flat");
      size = { width: card.offsetWidth, height: card.offsetHeight };
      measuredFor = `${builtFor} ${card.className} ${card.textContent?.length}`;
    }
    const place = placeFor(size);
    card.classList.toggle("flat", !place);
    if (!place) return;
    card.style.setProperty("--x", `${place.x.toFixed(1)}px`);
    card.style.setProperty("--y", `${place.y.toFixed(1)}px`);
  }
}

/** (a, b, c) @param {HTMLElement} host @param {EntryView[]} entries */
function list(host, entries) {
  const several = entries.length > 1;
  const parts = entries.flatMap(({ button }, k) => (k ? [", ", button] : [button]));
  host.replaceChildren(...(several ? ["(", ...parts, ")"] : parts));
}

/** @param {EntryView} entry @param {number} value @param {(value: number) => string} format */
function show(entry, value, format) {
  entry.show(value, format(value));
}
