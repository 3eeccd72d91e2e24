import { strict as assert } from "node:assert";
import { test } from "node:test";
import { csvOf, decoded, lineAt } from "../../static/js/csv.js";

const body = {
  X: [
    [0.1, -2],
    [3, 1e-7],
  ],
  train: [true, true],
  bounds: /** @type {any} */ ([0, 1, 0, 1]),
};

test("classes are written by name, quoted where they must be", () => {
  const names = ["plain", 'a "b", c'];
  const text = csvOf({ ...body, Y: [[0, 1]], label: [0, 1], class_names: names });
  assert.equal(text, 'x1,x2,label\n0.1,3,plain\n-2,1e-7,"a ""b"", c"\n');
});

test("targets are written with all their digits, one feature has one column", () => {
  assert.equal(
    csvOf({ ...body, Y: [[0.1 + 0.2, 5]], label: null, class_names: [] }),
    "x1,x2,y\n0.1,3,0.30000000000000004\n-2,1e-7,5\n",
  );
  const one = { ...body, X: [[1, 2]], Y: [[3, 4]], label: null, class_names: [] };
  assert.equal(csvOf(one), "x1,y\n1,3\n2,4\n");
});

test("a file is read in the encoding that it has", () => {
  /** @param {number[]} bytes */
  const read = (bytes) => decoded(Uint8Array.from(bytes).buffer, "windows-1252");
  assert.equal(read([0xc3, 0xa9]), "é");
  assert.equal(read([0xff, 0xfe, 0xe9, 0]), "é");
  assert.equal(read([0xfe, 0xff, 0, 0xe9]), "é");
  assert.equal(read([0x31, 0xe9]), "1é");
});

test("a line is found whatever ends the lines", () => {
  const text = "ab\r\nc\rdef\n\ng";
  const lines = [1, 2, 3, 4, 5, 6].map((line) => text.slice(...lineAt(text, line)));
  assert.deepEqual(lines, ["ab", "c", "def", "", "g", ""]);
});
