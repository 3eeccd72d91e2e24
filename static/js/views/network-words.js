/** Networks and their choices in words. */

import { find as choiceNamed, fieldAt } from "../configuration.js";
import { valueIn } from "../differences.js";
import { choicesOf } from "../fields.js";
import * as text from "../text.js";

/** @import { Preset } from "../types.js" */
/** @import { Catalog, CatalogField, Configuration } from "../wire.js" */

/** Choices that a title has room for. */
const FEW = 2;

/** @param {CatalogField} field @param {unknown} value @param {Catalog} catalog */
export function valueWords(field, value, catalog) {
  if (value === undefined) return text.nothing;
  const choice = field.kind === "choice" ? choiceNamed(choicesOf(catalog, field), value) : null;
  if (choice) return text.inPageLanguage(choice.label);
  if (value === null) return text.noneWord(field.path);
  if (Array.isArray(value)) return value.length ? value.join(", ") : text.nothing;
  return typeof value === "object" ? text.byHand : text.valueText(value);
}

/** A choice that must be understood without the name of its field. @param {CatalogField} field @param {unknown} value @param {Catalog} catalog */
function choiceWords(field, value, catalog) {
  const words = valueWords(field, value, catalog);
  if (field.kind === "choice") return words;
  if (field.path === "network.hidden_width") return text.units(Number(value));
  if (field.path === "network.init.scale") return text.times(words);
  return `${field.symbol || text.inSentence(text.inPageLanguage(field.label))} ${words}`;
}

/**
 * What a network is called among others: by that in which they differ.
 * @param {Configuration} configuration
 * @param {CatalogField[]} fields in which they differ
 * @param {Catalog} catalog
 */
export function networkTitle(configuration, fields, catalog) {
  const told = fields
    .map((field) => ({ field, value: valueIn(field, catalog, configuration) }))
    .filter(({ value }) => value !== undefined)
    .slice(0, FEW);
  if (told.length === 0) told.push(activationOf(configuration, catalog));
  return told.map(({ field, value }) => choiceWords(field, value, catalog)).join(", ");
}

/** @param {Configuration} configuration @param {Catalog} catalog */
function activationOf(configuration, catalog) {
  return { field: fieldAt(catalog, "network.activation"), value: configuration.network.activation };
}

/**
 * The main choices that all networks have in common.
 * @param {Configuration[]} configurations
 * @param {CatalogField[]} fields in which they differ
 * @param {Catalog} catalog
 */
export function commonWords(configurations, fields, catalog) {
  const differ = new Set(fields.map(({ path }) => path));
  const groups = MAIN.map((paths) =>
    paths
      .map((path) => fieldAt(catalog, path))
      .filter((field) => !differ.has(field.path))
      .filter((field) => configurations.every((each) => valueIn(field, catalog, each) !== undefined))
      .map((field) => choiceWords(field, valueIn(field, catalog, configurations[0]), catalog))
      .join(" "),
  );
  return groups.filter((words) => words !== "").join(", ");
}

const MAIN = [
  ["network.hidden_width"],
  ["network.activation"],
  ["network.init.scheme", "network.init.scale"],
  ["network.init.seed"],
  ["training.learning_rate"],
];

/** The networks of a preset, in a few words each. @param {Preset} preset @param {Catalog} catalog */
export function presetWords({ networks }, catalog) {
  const each = networks.map((choices) =>
    choices
      .map(([path, value]) => {
        const field = fieldAt(catalog, path);
        const words = valueWords(field, value, catalog);
        return path === "network.init.scale" ? text.times(words) : words;
      })
      .join(" "),
  );
  return each.join(", ");
}
