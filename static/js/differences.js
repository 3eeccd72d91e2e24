/** In what networks on the same data differ. */

import { valueAt } from "./configuration.js";
import { counts } from "./fields.js";

/** @import { Tensor } from "./types.js" */
/** @import { Catalog, CatalogField, Configuration } from "./wire.js" */

/** Rows of W1 that differ by no more than this in every entry are equal, as in the server. */
const TOLERANCE = 1e-6;

/**
 * The value of a field in a network; undefined where it does not count under the network's other choices.
 * @param {CatalogField} field
 * @param {Catalog} catalog
 * @param {Configuration} configuration
 */
export function valueIn({ path }, catalog, configuration) {
  return counts(path, catalog, configuration) ? valueAt(configuration, path) : undefined;
}

/**
 * The fields whose values differ among the networks in which they count.
 * @param {Configuration[]} configurations
 * @param {Catalog} catalog
 * @returns {CatalogField[]}
 */
export function differing(configurations, catalog) {
  return catalog.fields.filter((field) => {
    if (field.path.startsWith("data.")) return false;
    const values = configurations
      .map((configuration) => valueIn(field, catalog, configuration))
      .filter((value) => value !== undefined)
      .map((value) => JSON.stringify(value));
    return new Set(values).size > 1;
  });
}

/**
 * The place of the only one that is not like the others, of at least three; or null.
 * @param {string[]} values
 * @returns {number | null}
 */
export function oddOneOut(values) {
  if (values.length < 3 || new Set(values).size !== 2) return null;
  const alone = values.findIndex((value) => values.indexOf(value) === values.lastIndexOf(value));
  return alone < 0 ? null : alone;
}

/** How many rows of W1 are not equal to one before them. @param {Tensor<ArrayLike<number>>} W1 */
export function distinctRows({ shape: [rows, columns], values }) {
  /** @type {number[]} */
  const first = [];
  for (let row = 0; row < rows; row++) {
    const known = first.some((other) => {
      for (let k = 0; k < columns; k++)
        if (!(Math.abs(values[row * columns + k] - values[other * columns + k]) <= TOLERANCE)) return false;
      return true;
    });
    if (!known) first.push(row);
  }
  return first.length;
}
