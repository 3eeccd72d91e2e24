import { strict as assert } from "node:assert";
import { test } from "node:test";
import {
  buildClassPalette,
  buildPalette,
  colour,
  colourClasses,
  fromOklab,
  ranged,
  toOklab,
} from "../../static/js/palette.js";

/** @param {number} pixel @returns {number[]} R, G, B, A */
const bytes = (pixel) => [...new Uint8Array(Uint32Array.of(pixel).buffer)];

test("white, black and red have their published OKLab coordinates", () => {
  /** @param {number[]} a @param {number[]} b */
  function close(a, b) {
    for (const [k, value] of a.entries()) assert.ok(Math.abs(value - b[k]) < 1e-3, `${a} is not ${b}`);
  }
  close(toOklab([255, 255, 255]), [1, 0, 0]);
  close(toOklab([0, 0, 0]), [0, 0, 0]);
  close(toOklab([255, 0, 0]), [0.628, 0.2249, 0.1258]);
});

test("there and back is the same colour", () => {
  for (const rgb of /** @type {[number, number, number][]} */ ([
    [157, 202, 250],
    [246, 195, 140],
    [23, 26, 29],
  ])) {
    assert.deepEqual(fromOklab(toOklab(rgb)), rgb);
  }
});

const palette = buildPalette([157, 202, 250], [247, 246, 243], [246, 195, 140]);

test("the palette begins at neg, ends at pos and passes mid", () => {
  assert.equal(palette.length, 256);
  assert.deepEqual(bytes(palette[0]), [157, 202, 250, 255]);
  assert.deepEqual(bytes(palette[255]), [246, 195, 140, 255]);
  for (const [k, value] of bytes(palette[128]).entries())
    assert.ok(Math.abs(value - [247, 246, 243, 255][k]) <= 2);
});

test("a nearly flat field is the middle colour whatever its own range", () => {
  const colours = ranged(palette, 0.4999, 0.5001);
  assert.equal(colours[0], palette[127]);
  assert.equal(colours[255], palette[128]);
});

test("a field from 0 to 1 has the palette itself, and values outside are held at the ends", () => {
  assert.deepEqual(ranged(palette, 0, 1), palette);
  assert.equal(ranged(palette, -1, 2)[0], palette[0]);
  assert.equal(ranged(palette, -1, 2)[255], palette[255]);
});

test("pixels get the colours of their values", () => {
  const pixels = new Uint32Array(3);
  colour(Uint8Array.of(0, 255, 128), palette, pixels);
  assert.deepEqual([...pixels], [palette[0], palette[255], palette[128]]);
});

test("a class's palette begins in the middle, goes towards the class, and lets its markers stand out", () => {
  const own = buildClassPalette([247, 246, 243], [28, 98, 179]);
  assert.deepEqual(bytes(own[0]), [247, 246, 243, 255]);
  const [r, g, b] = bytes(own[255]);
  assert.ok(b > r && r > 28 + 80 && g > 98 + 40);
});

test("pixels of several classes get the colours of their classes", () => {
  const tables = [Uint32Array.of(1, 2), Uint32Array.of(3, 4)];
  const pixels = new Uint32Array(3);
  colourClasses(Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 0), tables, pixels);
  assert.deepEqual([...pixels], [1, 4, 2]);
});
