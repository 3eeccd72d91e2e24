import { strict as assert } from "node:assert";
import { test } from "node:test";
import { contourLines, eased, pathOf, smoothed } from "../../static/js/contour.js";

/** @param {number} size @param {(x: number, y: number) => number} f of cell centres, in pixels */
const sampled = (size, f) =>
  Float64Array.from({ length: size * size }, (_, k) => f((k % size) + 0.5, Math.floor(k / size) + 0.5));

/** @param {number[]} line @returns {[number, number][]} */
const points = (line) => Array.from({ length: line.length / 2 }, (_, k) => [line[2 * k], line[2 * k + 1]]);

test("a tilted plane has one straight line, from edge to edge, in the right place", () => {
  const lines = contourLines(
    sampled(10, (x) => x),
    10,
    3.25,
  );
  assert.equal(lines.length, 1);
  const ys = points(lines[0]).map(([, y]) => y);
  assert.equal(Math.min(...ys), 0);
  assert.equal(Math.max(...ys), 10);
  for (const [x] of points(lines[0])) assert.ok(Math.abs(x - 3.25) < 1e-12);
});

test("a round hill has one closed line at its radius", () => {
  const lines = contourLines(
    sampled(40, (x, y) => -Math.hypot(x - 20, y - 20)),
    40,
    -12,
  );
  assert.equal(lines.length, 1);
  const ring = points(lines[0]);
  assert.deepEqual(ring[0], ring[ring.length - 1]);
  for (const [x, y] of ring) assert.ok(Math.abs(Math.hypot(x - 20, y - 20) - 12) < 0.05);
});

test("greater values lie on the left of the way the line goes", () => {
  const [line] = contourLines(
    sampled(6, (x) => x),
    6,
    3,
  );
  const [[, first], [, second]] = points(line);
  assert.ok(second > first, "greater values are on the right of the picture, so the line goes down");
});

test("a saddle is joined by what its middle says", () => {
  const high = contourLines([10, 0, 0, 10], 2, 4);
  const low = contourLines([10, 0, 0, 10], 2, 6);
  assert.equal(high.length, 2);
  assert.equal(low.length, 2);
  // Above the level in the middle: the two high corners are one region, and lines cut off the low corners.
  assert.ok(high.some((line) => points(line).every(([x, y]) => x >= 1 && y <= 1)));
  assert.ok(low.some((line) => points(line).every(([x, y]) => x <= 1 && y <= 1)));
});

test("values equal to the level make no gap and no NaN", () => {
  const lines = contourLines(Uint8Array.from([0, 0, 0, 5, 5, 5, 9, 9, 9]), 3, 5);
  assert.equal(lines.length, 1);
  assert.ok(lines[0].every(Number.isFinite));
});

test("a level outside the field, or none at all, has no line", () => {
  const field = sampled(8, (x, y) => x + y);
  assert.deepEqual(contourLines(field, 8, 99), []);
  assert.deepEqual(contourLines(field, 8, Number.NaN), []);
  assert.deepEqual(contourLines(new Uint8Array(4), 2, Number.POSITIVE_INFINITY), []);
});

test("every crossing of a rough field is in exactly one line", () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed & 255;
  };
  const field = Uint8Array.from({ length: 400 }, random);
  const lines = contourLines(field, 20, 127.5);
  const seen = new Set();
  for (const line of lines) {
    const ring = points(line);
    const closed = ring[0][0] === ring[ring.length - 1][0] && ring[0][1] === ring[ring.length - 1][1];
    for (const [x, y] of closed ? ring.slice(1) : ring) {
      const key = `${x.toFixed(6)} ${y.toFixed(6)}`;
      if (x > 0 && x < 20 && y > 0 && y < 20) assert.ok(!seen.has(key), `twice through ${key}`);
      seen.add(key);
    }
  }
});

test("smoothing takes the steps of 256 levels out of a slope and leaves it where it is", () => {
  const size = 100;
  const slope = Uint8Array.from(sampled(size, (x, y) => Math.round(100 + 0.9 * (x - 50) + 0.3 * (y - 50))));
  const truth = (/** @type {number} */ y) => 50 - (0.3 * (y - 50)) / 0.9;
  const off = (/** @type {ArrayLike<number>} */ field) => {
    const line = points(contourLines(field, size, 100)[0]).filter(
      ([x, y]) => x > 2 && x < 98 && y > 2 && y < 98,
    );
    return Math.max(...line.map(([x, y]) => Math.abs(x - truth(y))));
  };
  assert.ok(off(smoothed(slope, size)) < 0.3);
  assert.ok(off(smoothed(slope, size)) < 0.6 * off(slope));
});

test("a slanted line stays straight to the edges of the picture", () => {
  const size = 30;
  const plane = Int16Array.from(sampled(size, (x, y) => Math.round(600 * (x - 0.35 * y - 8.1))));
  const [line, ...others] = contourLines(plane, size, 0);
  assert.deepEqual(others, []);
  for (const [x, y] of points(line)) assert.ok(Math.abs(x - 0.35 * y - 8.1) < 2e-3, `${x} ${y}`);
  const ys = points(line).map(([, y]) => y);
  assert.deepEqual([Math.min(...ys), Math.max(...ys)], [0, size]);
});

test("a corner of the picture is cut straight", () => {
  const lines = contourLines(
    sampled(10, (x, y) => x + 2 * y - 0.6),
    10,
    0,
  );
  assert.equal(lines.length, 1);
  for (const [x, y] of points(lines[0])) assert.ok(Math.abs(x + 2 * y - 0.6) < 1e-12);
});

test("easing takes the grid's steps out of a jump and leaves straight lines and ends where they are", () => {
  const size = 60;
  const side = (/** @type {number} */ x, /** @type {number} */ y) => (x - 0.6 * y - 11) / Math.hypot(1, 0.6);
  const stepped = contourLines(
    sampled(size, (x, y) => Math.min(0, side(x, y))),
    size,
    -1e-9,
  )[0];
  const turns = (/** @type {number[]} */ line) =>
    points(line)
      .slice(5, -6)
      .map(([x, y], k, all) => side(x, y) - (all[k + 1] ? side(...all[k + 1]) : side(x, y)))
      .reduce((sum, turn) => sum + Math.abs(turn), 0);
  assert.ok(turns(eased(stepped)) < 0.25 * turns(stepped), `${turns(eased(stepped))} ${turns(stepped)}`);
  const straight = contourLines(sampled(size, side), size, 0)[0];
  for (const [x, y] of points(eased(straight))) assert.ok(Math.abs(side(x, y)) < 1e-9);
  assert.deepEqual(eased(straight).slice(0, 2), straight.slice(0, 2));
  const ring = eased(
    contourLines(
      sampled(40, (x, y) => -Math.hypot(x - 20, y - 20)),
      40,
      -12,
    )[0],
  );
  assert.deepEqual(ring.slice(0, 2), ring.slice(-2));
});

test("a path starts once for each line", () => {
  assert.equal(
    pathOf(
      [
        [0, 0, 1, 1],
        [2, 2, 3, 3],
      ],
      10,
    ),
    "M0.0 0.0L10.0 10.0M20.0 20.0L30.0 30.0",
  );
});
