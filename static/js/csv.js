/** Tables in and out of files. */

/** @import { DataBody } from "./wire.js" */

/**
 * The examples as a table that this page reads again: features, then the name of the class or the target.
 * @param {DataBody} data
 */
export function csvOf({ X, Y, label, class_names }) {
  const header = [...(X.length > 1 ? ["x1", "x2"] : ["x1"]), label ? "label" : "y"];
  const rows = X[0].map((_, k) => [
    ...X.map((row) => String(row[k])),
    label ? quoted(class_names[label[k]]) : String(Y[0][k]),
  ]);
  return `${[header, ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

/** @param {string} name */
function quoted(name) {
  return /[",;\t\r\n]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

/**
 * The text of a file: UTF-8, UTF-16 with its mark, else what a spreadsheet on an older system writes.
 * @param {ArrayBuffer} bytes
 * @param {string} fallback
 */
export function decoded(bytes, fallback) {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(fallback).decode(bytes);
  }
}

/**
 * Where a line of a text begins and ends, its end left out.
 * @param {string} text
 * @param {number} line from 1
 * @returns {[number, number]}
 */
export function lineAt(text, line) {
  let start = 0;
  for (let count = 1; count < line; count++) {
    const end = /\r\n|\n|\r/.exec(text.slice(start));
    if (!end) return [text.length, text.length];
    start += end.index + end[0].length;
  }
  const rest = text.slice(start).search(/[\r\n]/);
  return [start, rest < 0 ? text.length : start + rest];
}

/** Hand a text to the user as a file. @param {string} text @param {string} name */
export function download(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url));
}
