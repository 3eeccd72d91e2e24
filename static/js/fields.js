/** What the catalog's description of a field means for its control. */
import { find, valueAt } from "./configuration.js";
import { isOwnSource } from "./own-points.js";

/** @import { Choice } from "./types.js" */
/** @import { Catalog, CatalogField, Configuration } from "./wire.js" */

/** Beyond this a whole number is a name (a seed) or a count without end, not an amount to slide. */
const SLIDABLE = 1e5;
/** Between whole numbers this close a slider is too coarse. */
const FEW = 10;

/** What is drawn, where data are drawn: own data are given. */
const DRAWN = ["data.samples", "data.noise", "data.classes"];

/** @typedef {"menu" | "toggle" | "checks" | "entry" | "stepper" | "slider"} ControlKind */

/**
 * The control that suits a field; null for kinds that need an editor of their own.
 * @param {CatalogField} field
 * @returns {ControlKind | null}
 */
export function controlKind({ kind, optional, options, low, high }) {
  if (kind === "choice") return "menu";
  if (kind === "boolean") return "toggle";
  if (kind === "list" && options) return "checks";
  if (kind !== "integer" && kind !== "number") return null;
  if (optional || low === null || high === null || high > SLIDABLE) return "entry";
  return kind === "integer" && high - low <= FEW ? "stepper" : "slider";
}

/**
 * The choices that a field offers.
 * @param {Catalog} catalog
 * @param {CatalogField} field
 * @returns {Choice[]}
 */
export function choicesOf(catalog, { choices }) {
  return choices ? /** @type {any} */ (catalog)[choices] : [];
}

/**
 * The bounds of a number here and now: the field's own, the server's limit, and what the data source can draw.
 * @param {Catalog} catalog
 * @param {CatalogField} field
 * @param {Configuration | null} configuration
 * @returns {[number, number]}
 */
export function boundsOf(catalog, { path, low, high }, configuration) {
  if (path === "data.classes" && configuration) {
    const classes = find(catalog.data_sources, configuration.data.source)?.classes;
    if (classes) return classes;
  }
  const limit = catalog.limits[path.split(".").pop() ?? ""] ?? Number.POSITIVE_INFINITY;
  return [low ?? Number.NEGATIVE_INFINITY, Math.min(high ?? Number.POSITIVE_INFINITY, limit)];
}

/**
 * Where a slider over these bounds has its stops: equal distances between them. A logarithmic one that begins at 0
 * gives a third of its way to what is smaller than a millionth of its end.
 * @param {CatalogField["scale"]} scale
 * @param {[number, number]} bounds
 * @returns {number[]}
 */
export function stopsOf(scale, [low, high]) {
  if (scale !== "log") return [low, high];
  const first = low > 0 ? low : high * 1e-6;
  const between = Array.from({ length: 3 }, (_, k) => first * (high / first) ** (k / 2));
  return low > 0 ? between : [low, ...between];
}

/**
 * Whether a field counts under these choices. Constants of an activation or optimizer that is not chosen do not.
 * @param {string} path
 * @param {Catalog} catalog
 * @param {Configuration} configuration
 */
export function counts(path, catalog, configuration) {
  const { data, network, training } = configuration;
  if (isOwnSource(data.source) && DRAWN.includes(path)) return false;
  if (path === "data.classes") {
    const classes = find(catalog.data_sources, data.source)?.classes;
    return classes != null && classes[0] < classes[1];
  }
  if (path === "network.init.scale")
    return find(catalog.init_schemes, network.init.scheme)?.default_scale != null;
  if (path === "network.init.bias_scale") return network.biases;
  if (path === "training.seed") return training.batch_size !== null;
  return [
    { chosen: network.activation, among: catalog.activations },
    { chosen: training.optimizer, among: catalog.optimizers },
  ].every(({ chosen, among }) => {
    const owners = among.filter(({ constants }) => constants.includes(path));
    return owners.length === 0 || owners.some(({ name }) => name === chosen);
  });
}

/**
 * The fields without a place of their own, in groups, as the catalog has them.
 * @param {Catalog} catalog
 * @param {string[]} placed
 * @returns {Map<string, CatalogField[]>} by the first word of the path
 */
export function unplacedFields(catalog, placed) {
  /** @type {Map<string, CatalogField[]>} */
  const groups = new Map();
  for (const field of catalog.fields) {
    if (placed.includes(field.path) || controlKind(field) === null) continue;
    const [group] = field.path.split(".");
    groups.set(group, [...(groups.get(group) ?? []), field]);
  }
  return groups;
}

/**
 * @param {Configuration | null} configuration
 * @param {string} path
 * @returns {number | null} null where there is no number
 */
export function numberAt(configuration, path) {
  const value = configuration && valueAt(configuration, path);
  return typeof value === "number" ? value : null;
}
