/** Values that are more than a word or a number, in characters that an address takes as they are. */

/** @typedef {number[][]} Rows */
/** @typedef {Record<string, Rows>} Parameters */

const ORDER = ["W1", "b1", "W2", "b2"];
/** First letter: how each number is kept. */
const DOUBLE = "d";
const SINGLE = "f";

/** Rows of numbers: 1_2_0~3_4_1. @param {(number | string)[][]} rows */
export const rowsToText = (rows) => rows.map((row) => row.join("_")).join("~");

/** @param {string} text @returns {Rows | null} null if they are none */
export function rowsOfText(text) {
  const rows = text
    .split("~")
    .map((row) => row.split("_").map((number) => (number === "" ? Number.NaN : Number(number))));
  return rows.flat().every(Number.isFinite) ? rows : null;
}

/** Every bit of them. @param {Rows} rows */
const exactRows = (rows) =>
  rowsToText(rows.map((row) => row.map((number) => (Object.is(number, -0) ? "-0" : number)))).replaceAll(
    "+",
    "",
  );

/**
 * All parameters bit for bit, in base64: W1, b1, W2 and b2, row by row. Numbers of 4 bytes where they are exact. Where
 * some are left to the init scheme, the others by name: W1:1_2~3_4;b1:0~0.
 * @param {Parameters} parameters
 */
export function parametersToText(parameters) {
  const given = ORDER.filter((name) => parameters[name]);
  if (given.length < ORDER.length)
    return given.map((name) => `${name}:${exactRows(parameters[name])}`).join(";");
  const numbers = ORDER.flatMap((name) => parameters[name].flat());
  const single = numbers.every((number) => Math.fround(number) === number);
  const bytes = new DataView(new ArrayBuffer(numbers.length * (single ? 4 : 8)));
  for (const [k, number] of numbers.entries())
    single ? bytes.setFloat32(4 * k, number, true) : bytes.setFloat64(8 * k, number, true);
  const binary = Array.from(new Uint8Array(bytes.buffer), (byte) => String.fromCharCode(byte)).join("");
  return (
    (single ? SINGLE : DOUBLE) + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
  );
}

/**
 * @param {string} text
 * @param {number} units hidden units
 * @param {number} inputs
 * @returns {Parameters | null} null if they are none of such a network
 */
export function parametersOfText(text, units, inputs) {
  if (text.includes(":")) return namedOfText(text);
  const numbers = numbersOfText(text);
  if (!numbers) return null;
  const outputs = (numbers.length - units * (inputs + 1)) / (units + 1);
  if (!Number.isInteger(outputs) || outputs < 1) return null;
  let taken = 0;
  /** @param {number} rows @param {number} columns */
  function take(rows, columns) {
    const from = taken;
    taken += rows * columns;
    return Array.from({ length: rows }, (_, k) =>
      /** @type {number[]} */ (numbers).slice(from + k * columns, from + (k + 1) * columns),
    );
  }
  return { W1: take(units, inputs), b1: take(units, 1), W2: take(outputs, units), b2: take(outputs, 1) };
}

/** @param {string} text @returns {Parameters | null} */
function namedOfText(text) {
  /** @type {Parameters} */
  const found = {};
  for (const part of text.split(";")) {
    const [name, values] = part.split(":");
    const rows = rowsOfText(values ?? "");
    if (!ORDER.includes(name) || !rows || rows.some((row) => row.length !== rows[0].length)) return null;
    found[name] = rows;
  }
  return found;
}

/** @param {string} text @returns {number[] | null} */
function numbersOfText(text) {
  const size = { [DOUBLE]: 8, [SINGLE]: 4 }[text[0]];
  const binary = unpacked(text.slice(1));
  if (!size || binary === null || binary.length === 0 || binary.length % size) return null;
  const bytes = new DataView(Uint8Array.from(binary, (character) => character.charCodeAt(0)).buffer);
  const numbers = Array.from({ length: binary.length / size }, (_, k) =>
    size === 4 ? bytes.getFloat32(4 * k, true) : bytes.getFloat64(8 * k, true),
  );
  return numbers.every(Number.isFinite) ? numbers : null;
}

/** @param {string} base64 */
function unpacked(base64) {
  try {
    return atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return null;
  }
}
