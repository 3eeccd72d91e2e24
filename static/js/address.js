/**
 * A configuration as the address bar has it: `#v=1&source=moons&hidden_width=8`. Short, since only what was chosen is in
 * it; the version says which defaults fill in the rest. It stands after the #, where no server sees it and nothing that
 * a messenger adds to a link can be taken for a field.
 */
import { parametersOfText, parametersToText, rowsOfText, rowsToText } from "./address-values.js";
import { explained, resolve, valueAt } from "./configuration.js";
import { boundsOf, choicesOf } from "./fields.js";
import { isPanel, PANELS } from "./inside/panels.js";

/** @import { Choices, Shows, Speed } from "./types.js" */
/** @import { PanelName } from "./inside/panels.js" */
/** @import { Catalog, CatalogField, Configuration } from "./wire.js" */

/** What is wrong about a part of an address. @typedef {{ name: string, value: string, rule: "version" | "field" | "number" | "whole" | "range" | "choice" | "boolean" | "unreadable", low?: number, high?: number, names?: string[] }} Fault */
/** What the surface shows on request. @typedef {Exclude<keyof Shows, "smooth">} Shown */
/** Where a link leads: to one network or several. @typedef {{ networks: Choices[], at: number | null, speed: Speed | null, shows: Shown[], panel: PanelName | null, faults: Fault[] }} Address */

const VERSION = "1";
/** Longer ones break in some programs. */
export const LONGEST = 2000;
const SPEEDS = ["0.5", "1", "10", "100", "max"];
/** @type {Shown[]} */
const SHOWN = ["lines", "discrete", "solid", "collapse"];
/** What stands for null. */
const NONE = "none";
/** Before what is another than in the first network, in each that it is compared with. */
const OTHERS = ["b", "c", "d"];
const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/**
 * The name of each field in an address: the last words of its path, as many as tell it from all others.
 * @param {Pick<CatalogField, "path">[]} fields
 * @returns {Map<string, string>} by path
 */
export function namesOf(fields) {
  const words = fields.map(({ path }) => path.split("."));
  /** @param {string[]} path @param {number} count */
  const end = (path, count) => path.slice(-count).join(".");
  return new Map(
    words.map((path) => {
      let count = 1;
      while (words.filter((other) => end(other, count) === end(path, count)).length > 1) count++;
      return [path.join("."), end(path, count)];
    }),
  );
}

/**
 * @param {Configuration[]} configurations of one network, or of two to four that are compared
 * @param {Catalog} catalog
 * @param {{ at?: number, speed?: Speed | null, shows?: Partial<Shows>, panel?: PanelName | null }} [more]
 * @returns {string} without its #; empty for the run that everybody starts with
 */
export function writeAddress(
  [first, ...others],
  catalog,
  { at = 0, speed = null, shows = {}, panel = null } = {},
) {
  const names = namesOf(catalog.fields);
  /** @param {string} path @param {unknown} value */
  const part = (path, value) => `${names.get(path)}=${toText(path, value)}`;
  const parts = Object.entries(explained(first, catalog, {})).map(([path, value]) => part(path, value));
  for (const [k, other] of others.entries()) {
    const own = differences(first, other, catalog).map(({ path, value }) => part(path, value));
    parts.push(...(own.length ? own : [""]).map((text) => `${OTHERS[k]}.${text}`));
  }
  if (at) parts.push(`at=${at}`);
  if (speed !== null && speed !== 100) parts.push(`speed=${speed}`);
  const shown = SHOWN.filter((what) => shows[what]);
  if (shown.length) parts.push(`show=${shown}`);
  if (panel) parts.push(`panel=${panel}`);
  return parts.length ? [`v=${VERSION}`, ...parts].join("&") : "";
}

/** @param {Configuration} first @param {Configuration} other @param {Catalog} catalog */
const differences = (first, other, { fields }) =>
  fields
    .map(({ path }) => ({ path, value: valueAt(other, path), before: valueAt(first, path) }))
    .filter(({ value, before }) => JSON.stringify(value) !== JSON.stringify(before));

/** @param {string} path @param {any} value */
function toText(path, value) {
  if (value === null) return NONE;
  if (path === "network.start") return parametersToText(value);
  if (path === "data.points") return rowsToText(value);
  if (path === "data.view") return rowsToText([value]);
  if (Array.isArray(value)) return value.map((item) => plain(String(item))).join("~");
  return plain(typeof value === "object" ? JSON.stringify(value) : String(value));
}

/** @param {string} text */
const plain = (text) => encodeURIComponent(text).replaceAll("~", "%7E");

/**
 * @param {string} fragment what follows the #
 * @param {Catalog} catalog
 * @returns {Address | null} null if it is no address of a configuration
 */
export function readAddress(fragment, catalog) {
  const parts = fragment.split("&").map((part) => {
    const [name, ...value] = part.split("=");
    return { name, value: value.join("=") };
  });
  if (parts[0].name !== "v") return null;
  /** @type {Address} */
  const address = { networks: [{}], at: null, speed: null, shows: [], panel: null, faults: [] };
  const [version, ...rest] = parts;
  if (version.value !== VERSION) {
    address.faults.push({ ...version, rule: "version" });
    return address;
  }
  const fields = new Map(catalog.fields.map((field) => [field.path, field]));
  const paths = new Map([...namesOf(catalog.fields)].map(([path, name]) => [name, path]));
  for (const { name, value } of rest) {
    const [, letter, own] = /^(?:([bcd])\.)?(.*)$/.exec(name) ?? [];
    const network = letter ? OTHERS.indexOf(letter) + 1 : 0;
    const field = fields.get(paths.get(own) ?? own);
    for (let k = address.networks.length; k <= network; k++) address.networks.push({});
    if (field) readField(address, network, field, name, value, catalog);
    else if (own !== "" || value !== "") readMore(address, name, value);
  }
  const [first, ...others] = address.networks;
  address.networks = [first, ...others.map((own) => ({ ...first, ...own }))];
  for (const choices of address.networks) checkTogether(choices, address.faults, fields, catalog);
  checkIteration(address, catalog);
  return address;
}

/** @param {Address} address @param {number} network @param {CatalogField} field @param {string} name @param {string} value @param {Catalog} catalog */
function readField({ networks, faults }, network, field, name, value, catalog) {
  const found = valueIn(field, value, catalog);
  if ("rule" in found) faults.push({ name, value, ...found });
  else networks[network][field.path] = found.value;
}

/**
 * @param {CatalogField} field
 * @param {string} text
 * @param {Catalog} catalog
 * @returns {{ value: unknown } | Pick<Fault, "rule" | "names">}
 */
function valueIn(field, text, catalog) {
  if (field.optional && text === NONE) return { value: null };
  switch (field.kind) {
    case "number":
      return NUMBER.test(text) ? { value: Number(text) } : { rule: "number" };
    case "integer":
      return NUMBER.test(text) && Number.isInteger(Number(text))
        ? { value: Number(text) }
        : { rule: "whole" };
    case "boolean":
      return text === "true" || text === "false" ? { value: text === "true" } : { rule: "boolean" };
    case "choice": {
      const names = choicesOf(catalog, field).map(({ name }) => name);
      return names.includes(text) ? { value: text } : { rule: "choice", names };
    }
  }
  const value = structured(field, text);
  return value === null ? { rule: "unreadable" } : { value };
}

/** @param {CatalogField} field @param {string} text @returns {unknown} null if it cannot be read */
function structured({ path, kind }, text) {
  if (path === "network.start") return text; // what it means depends on the rest: see checkTogether
  if (path === "data.points") return rowsOfText(text);
  if (path === "data.view") return rowsOfText(text)?.flat() ?? null;
  try {
    if (kind === "list") return text === "" ? [] : text.split("~").map(decodeURIComponent);
    return JSON.parse(decodeURIComponent(text));
  } catch {
    return null;
  }
}

/** @param {Address} address @param {string} name @param {string} value */
function readMore(address, name, value) {
  if (name === "speed") {
    if (SPEEDS.includes(value)) address.speed = value === "max" ? "max" : Number(value);
    else address.faults.push({ name, value, rule: "choice", names: SPEEDS });
  } else if (name === "at") {
    if (/^\d{1,9}$/.test(value)) address.at = Number(value);
    else address.faults.push({ name, value, rule: "whole" });
  } else if (name === "show") {
    const asked = value.split(",");
    address.shows = SHOWN.filter((what) => asked.includes(what));
    if (address.shows.length !== asked.length)
      address.faults.push({ name, value, rule: "choice", names: SHOWN });
  } else if (name === "panel") {
    if (isPanel(value)) address.panel = value;
    else address.faults.push({ name, value, rule: "choice", names: Object.keys(PANELS) });
  } else {
    address.faults.push({ name, value, rule: "field" });
  }
}

/** What can only be checked with all the rest known. @param {Choices} choices @param {Fault[]} faults @param {Map<string, CatalogField>} fields @param {Catalog} catalog */
function checkTogether(choices, faults, fields, catalog) {
  const names = namesOf(catalog.fields);
  const { "network.start": start, ...drawn } = choices;
  const configuration = resolve(drawn, catalog);
  for (const [path, value] of Object.entries(choices)) {
    const field = fields.get(path);
    if (!field || typeof value !== "number") continue;
    const [low, high] = boundsOf(catalog, field, configuration);
    const name = names.get(path) ?? path;
    if ((value < low || value > high) && !faults.some((fault) => fault.name === name))
      faults.push({ name, value: String(value), rule: "range", low, high });
  }
  if (typeof start !== "string" || faults.length) return;
  const inputs = catalog.data_sources.find(({ name }) => name === configuration.data.source)?.n_x ?? 2;
  const parameters = parametersOfText(start, configuration.network.hidden_width, inputs);
  if (parameters) choices["network.start"] = parameters;
  else faults.push({ name: "start", value: start, rule: "unreadable" });
}

/** @param {Address} address @param {Catalog} catalog */
function checkIteration({ at, faults }, { limits }) {
  const high = limits.iterations_per_call;
  if (at !== null && at > high) faults.push({ name: "at", value: String(at), rule: "range", low: 0, high });
}

/**
 * A configuration as it stands in a file, by path; what is no field is told.
 * @param {unknown} nested
 * @param {Catalog} catalog
 * @returns {{ choices: Choices, unknown: string[] }}
 */
export function choicesOfFile(nested, catalog) {
  /** @type {Choices} */
  const choices = {};
  const known = new Set(catalog.fields.map(({ path }) => path));
  /** @type {string[]} */
  const unknown = [];
  /** @param {string} path @param {unknown} value */
  function take(path, value) {
    if (known.has(path)) choices[path] = value;
    else if (isSection(path, known) && value !== null && typeof value === "object")
      for (const [name, inner] of Object.entries(value)) take(path ? `${path}.${name}` : name, inner);
    else unknown.push(path);
  }
  take("", nested);
  return { choices, unknown };
}

/** @param {string} path @param {Set<string>} known */
const isSection = (path, known) => path === "" || [...known].some((other) => other.startsWith(`${path}.`));

/** @param {Configuration} configuration @param {unknown} start explicit parameters @returns {Configuration} */
export const startingAt = (configuration, start) =>
  /** @type {any} */ ({ ...configuration, network: { ...configuration.network, start } });
