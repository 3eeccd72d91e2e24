/** @import { Choice } from "./types.js" */
/** @import { Catalog, CatalogField, Configuration } from "./wire.js" */

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
 * A copy with another choice, and with the defaults that hang on it: a data source brings its own samples and
 * noise, an init scheme its own scale.
 * @param {Configuration} configuration
 * @param {Catalog} catalog
 * @param {string} path
 * @param {unknown} value
 * @returns {Configuration}
 */
export function choose(configuration, catalog, path, value) {
  const next = withValue(configuration, path, value);
  if (path === "data.source") {
    const source = find(catalog.data_sources, value);
    return { ...next, data: { ...next.data, ...source?.defaults } };
  }
  if (path === "network.init.scheme") {
    const scale = find(catalog.init_schemes, value)?.default_scale;
    // A scheme without a scale: the key is left out, and the server does not look for one.
    return withValue(next, "network.init.scale", scale ?? undefined);
  }
  return next;
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
