import { isOwnSource } from "./own-points.js";

/** @import { Choice, Choices } from "./types.js" */
/** @import { Catalog, CatalogField, Configuration, ConfigurationInput } from "./wire.js" */

/** What belongs to own data alone. */
const GIVEN = ["data.points", "data.labels", "data.view"];

/**
 * The value at a dotted path.
 * @param {object} configuration
 * @param {string} path
 * @returns {unknown}
 */
export function valueAt(configuration, path) {
  /** @type {any} */
  let value = configuration;
  for (const name of path.split(".")) value = value?.[name];
  return value;
}

/**
 * A copy with another value at a dotted path.
 * @template {object} T
 * @param {T} configuration
 * @param {string} path
 * @param {unknown} value
 * @returns {T}
 */
export function withValue(configuration, path, value) {
  const [name, ...rest] = path.split(".");
  /** @type {any} */
  const inner = /** @type {any} */ (configuration)[name];
  return { ...configuration, [name]: rest.length ? withValue(inner ?? {}, rest.join("."), value) : value };
}

/**
 * Choices as the server takes them: nested, and nothing but what was chosen.
 * @param {Choices} choices
 * @returns {ConfigurationInput}
 */
export function nested(choices) {
  let configuration = {};
  for (const [path, value] of Object.entries(choices)) configuration = withValue(configuration, path, value);
  return configuration;
}

/**
 * The choices after one more. A data source brings its own samples, noise, seed and classes, an init scheme its own
 * scale. An output goes with its data: kept, it would make the server refuse most other sources.
 * @param {Choices} choices
 * @param {Catalog} catalog
 * @param {string} path
 * @param {unknown} value
 * @returns {Choices}
 */
export function choose(choices, catalog, path, value) {
  const next = { ...choices, [path]: value };
  if (path === "data.source") {
    const brought = Object.keys(find(catalog.data_sources, value)?.defaults ?? {});
    for (const gone of [...brought.map((name) => `data.${name}`), "network.output"]) delete next[gone];
    if (!isOwnSource(value)) for (const name of GIVEN) delete next[name];
  }
  if (path === "network.init.scheme") delete next["network.init.scale"];
  if (path.startsWith("network.init.")) delete next["network.start"]; // else nothing would be drawn
  return next;
}

/**
 * The whole configuration of some choices, as the server will resolve it: what was not chosen takes the default of
 * the data source and init scheme, else its own.
 * @param {Choices} choices
 * @param {Catalog} catalog
 * @returns {Configuration}
 */
export function resolve(choices, catalog) {
  const { defaults } = catalog;
  const source = find(catalog.data_sources, choices["data.source"] ?? defaults.data.source);
  /** @type {Choices} */
  const values = { ...source?.also_sets };
  for (const [name, value] of Object.entries(source?.defaults ?? {})) values[`data.${name}`] = value;
  const name =
    choices["network.init.scheme"] ?? values["network.init.scheme"] ?? defaults.network.init.scheme;
  values["network.init.scale"] = find(catalog.init_schemes, name)?.default_scale ?? 0;
  let configuration = defaults;
  for (const [path, value] of Object.entries({ ...values, ...choices })) {
    configuration = withValue(configuration, path, value);
  }
  return configuration;
}

/**
 * The choices that make a configuration: those that still hold in it, and those it takes to explain the rest.
 * @param {Configuration} configuration
 * @param {Catalog} catalog
 * @param {Choices} choices
 * @returns {Choices}
 */
export function explained(configuration, catalog, choices) {
  /** @type {Choices} */
  const holding = {};
  for (const [path, value] of Object.entries(choices)) {
    if (same(valueAt(configuration, path), value)) holding[path] = value;
  }
  let resolved = resolve(holding, catalog);
  for (const { path } of catalog.fields) {
    const value = valueAt(configuration, path);
    if (same(valueAt(resolved, path), value)) continue;
    holding[path] = value;
    resolved = resolve(holding, catalog); // a source or a scheme explains other fields as well
  }
  return holding;
}

/** @param {unknown} a @param {unknown} b */
function same(a, b) {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/**
 * The choice of that name.
 * @template {Choice} C
 * @param {C[]} choices
 * @param {unknown} name
 * @returns {C | undefined}
 */
export function find(choices, name) {
  return choices.find((choice) => choice.name === name);
}

/**
 * The catalog's description of the field at a path.
 * @param {Catalog} catalog
 * @param {string} path
 * @returns {CatalogField}
 */
export function fieldAt(catalog, path) {
  const field = catalog.fields.find((candidate) => candidate.path === path);
  if (!field) throw new Error(`the catalog does not describe ${path}`);
  return field;
}
