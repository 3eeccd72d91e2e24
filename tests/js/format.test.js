import { strict as assert } from "node:assert";
import { test } from "node:test";
import {
  formatCost,
  formatCount,
  formatPercent,
  formatPlain,
  formatSigned,
  formatValue,
  parseNumber,
} from "../../static/js/format.js";

test("costs are printed as the course prints them", () => {
  assert.equal(formatCost(0.6930480201239823), "0.693048");
  assert.equal(formatCost(122.3456789), "122.3457");
  assert.equal(formatCost(3.2e9), "3.200e+9");
  assert.equal(formatCost(null), "\u2013");
});

test("numbers have a real minus sign", () => {
  assert.equal(formatSigned(-1.987), "\u22121.99");
  assert.equal(formatSigned(4.56), "+4.56");
  assert.equal(formatSigned(0), "0.00");
  assert.equal(formatValue(-0.00416), "\u22120.0042");
  assert.equal(formatPlain(-0.5), "\u22120.5");
});

test("shares, counts and controls", () => {
  assert.equal(formatPercent(0.8625), "86.3\u202f%");
  assert.equal(formatCount(62719), "62,719");
  assert.equal(formatPlain(0.01), "0.01");
  assert.equal(formatPlain(1e-6), "1e\u22126");
});

test("what is typed is read with a comma or a real minus, and nothing else passes", () => {
  assert.equal(parseNumber(" 1,5 "), 1.5);
  assert.equal(parseNumber("\u22122e-3"), -0.002);
  for (const text of ["", "abc", "1.2.3", "NaN", "Infinity", "0x10", "1e"])
    assert.ok(Number.isNaN(parseNumber(text)), text);
});
