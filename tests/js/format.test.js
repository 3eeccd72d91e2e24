import { strict as assert } from "node:assert";
import { test } from "node:test";
import {
  formatCost,
  formatCount,
  formatDigits,
  formatPercent,
  formatPlain,
  formatScore,
  formatShort,
  formatSigned,
  formatSignedDigits,
  formatTick,
  formatValue,
  parseNumber,
} from "../../static/js/format.js";

test("costs are printed as the course prints them", () => {
  assert.equal(formatCost(0.6930480201239823), "0.693048");
  assert.equal(formatCost(122.3456789), "122.3457");
  assert.equal(formatCost(3.2e9), "3.200\u202f\u00d7\u202f10\u2079");
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
  assert.equal(formatPlain(1e-6), "10\u207b\u2076");
  assert.equal(formatPlain(-2.5e7), "\u22122.5\u202f\u00d7\u202f10\u2077");
});

test("there is one way of writing what is large and what is small", () => {
  assert.equal(formatCost(123456.789), "123,456.8");
  assert.equal(formatSigned(-54321.4), "\u221254,321");
  assert.equal(formatSigned(1.7e11), "+1.7\u202f\u00d7\u202f10\u00b9\u00b9");
  assert.equal(formatValue(-4.4e-4), "\u22124.4\u202f\u00d7\u202f10\u207b\u2074");
  assert.equal(formatTick(20000), "20,000");
  assert.equal(formatTick(1e12), "10\u00b9\u00b2");
  assert.equal(formatTick(0.3), "0.3");
});

test("a weight has a short form for little room", () => {
  assert.equal(formatShort(-4.4e-4), "\u22480");
  assert.equal(formatShort(0), "0.00");
  assert.equal(formatShort(6.6e-4), "+0.0007");
  assert.equal(formatShort(-0.0091), "\u22120.0091");
});

test("what a control shows can be read back", () => {
  for (const value of [0, 0.5, -3, 30000, 1e-6, -1e-6, 2.5e-12, -1.7e11, 1e8])
    assert.equal(parseNumber(formatPlain(value)), value, formatPlain(value));
});

test("what is typed is read with a comma or a real minus, and nothing else passes", () => {
  assert.equal(parseNumber(" 1,5 "), 1.5);
  assert.equal(parseNumber("\u22122e-3"), -0.002);
  for (const text of ["", "abc", "1.2.3", "NaN", "Infinity", "0x10", "1e"])
    assert.ok(Number.isNaN(parseNumber(text)), text);
});

test("a score has three digits after the point, or a power of ten when it is far off", () => {
  assert.equal(formatScore(0.98765), "0.988");
  assert.equal(formatScore(-12.5), "\u221212.500");
  assert.equal(formatScore(-9005641.553), "\u22129.01\u202f\u00d7\u202f10\u2076");
  assert.equal(formatScore(null), "\u2013");
});

test("numbers to compute with have their first digits, whole ones none behind the point", () => {
  assert.equal(formatDigits(0.123456), "0.1235");
  assert.equal(formatDigits(-1.5), "\u22121.500");
  assert.equal(formatDigits(0.00012346), "0.0001235");
  assert.equal(formatDigits(-0.0000123456), "\u22121.235\u202f\u00d7\u202f10\u207b\u2075");
  assert.equal(formatDigits(1), "1");
  assert.equal(formatDigits(-0), "0");
  assert.equal(formatDigits(12345.6), "12,346");
  assert.equal(formatDigits(2.5e7, 2), "2.5\u202f\u00d7\u202f10\u2077");
  assert.equal(formatDigits(Number.NaN), "\u2013");
  assert.equal(formatDigits(Number.NEGATIVE_INFINITY), "\u2212\u221e");
  assert.equal(formatSignedDigits(0.5), "+0.5000");
  assert.equal(formatSignedDigits(-0.5), "\u22120.5000");
  assert.equal(formatSignedDigits(0), "0");
});
