/** Links and files that hold a run. */
import { explained, nested } from "./configuration.js";

/** @import { Network } from "./types.js" */
/** @import { Catalog, Configuration, ParameterValues } from "./wire.js" */

/** @typedef {"configuration" | "moment" | "start" | "now"} What */
/** @typedef {{ form: string, hide: string[], language: string | null }} Look */

/** The version of the form of a file. */
const FORMAT = 1;
/** Networks that can be compared. */
const MOST = 4;

/**
 * Whether a run comes to this moment again by its configuration alone: nothing was changed by hand but what the
 * configuration tells.
 * @param {Pick<Network, "changes">} network
 * @param {number} iteration
 */
export const comesAgain = ({ changes }, iteration) =>
  changes.every(
    (change) => change.iteration > iteration || (change.iteration === 0 && change.field.includes(".")),
  );

/** Whether every weight is a number: those of a diverged run need not be. @param {ParameterValues} parameters */
export const areFinite = (parameters) =>
  Object.values(parameters).every((rows) => rows.flat().every(Number.isFinite));

/**
 * @param {{ origin: string, pathname: string }} page
 * @param {Look} look
 * @param {string} fragment what follows the #
 */
export function linkTo({ origin, pathname }, { form, hide, language }, fragment) {
  const query = [
    form === "present" && "view=present",
    form === "embed" && "embed=1",
    hide.length > 0 && `hide=${hide.join(",")}`,
    language !== null && `lang=${language}`,
  ].filter(Boolean);
  return `${origin}${pathname}${query.length ? `?${query.join("&")}` : ""}${fragment && `#${fragment}`}`;
}

/** @param {string} link @param {string} title */
export const frameOf = (link, title) =>
  `<iframe src="${link.replaceAll("&", "&amp;")}" title="${title}" width="960" height="640" style="border:0" loading="lazy"></iframe>`;

/** @param {Configuration[]} configurations @param {Catalog} catalog */
export const fileOf = (configurations, catalog) =>
  JSON.stringify({
    shallowscope: FORMAT,
    networks: configurations.map((configuration) => nested(explained(configuration, catalog, {}))),
  });

/**
 * What a file holds.
 * @param {string} text
 * @returns {unknown[] | null} a nested configuration for each network; null if it is no such file
 */
export function networksOfFile(text) {
  try {
    const { shallowscope, networks } = JSON.parse(text);
    const some = Array.isArray(networks) && networks.length >= 1 && networks.length <= MOST;
    return shallowscope === FORMAT && some && networks.every(isObject) ? networks : null;
  } catch {
    return null;
  }
}

/** @param {unknown} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
