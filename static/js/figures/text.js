/** What figures say; the rest is in text.js. */
import { formatCount } from "../format.js";
import { say, sayCount } from "../language.js";
import { inPageLanguage } from "../text.js";

/** @import { Catalog, Configuration } from "../wire.js" */

export const titles = {
  surface: say("Prediction surface"),
  network: say("Network"),
  cost: say("Cost curve"),
};
export const costAxis = say("cost");
export const iterations = say("iteration");
export const y = "y";
/** @param {number} k from 0 @param {number} features */
export const feature = (k, features) => (features === 1 ? "x" : `x${String.fromCharCode(0x2081 + k)}`);
export const positive = say("weight +");
export const negative = say("weight \u2212");
/** @param {string} low @param {string} high of what hidden units say */
export const activations = (low, high) => say("activation {low} to {high}", { low, high });
/** @param {string} name @param {string} low @param {string} high */
export const scale = (name, low, high) => say("{name} {low} to {high}", { name, low, high });
export const winner = say("paler: less sure");

/**
 * Data, hidden units and activation in one line.
 * @param {Configuration} configuration
 * @param {Catalog} catalog
 */
export function description({ data, network }, { data_sources: sources, activations: known }) {
  const named = (/** @type {{ name: string, label: any }[]} */ list, /** @type {string} */ name) => {
    const found = list.find((choice) => choice.name === name);
    return found ? inPageLanguage(found.label) : name;
  };
  const width = network.hidden_width;
  return say("{source}, {units}, {activation}", {
    source: named(sources, data.source),
    units: sayCount("1 hidden unit", "{count} hidden units", width, { count: formatCount(width) }),
    activation: named(known, network.activation),
  });
}
