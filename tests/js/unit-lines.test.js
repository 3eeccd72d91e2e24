import { strict as assert } from "node:assert";
import { test } from "node:test";
import { movedTo, originOf, throttled, turnedBy, turnedTo } from "../../static/js/unit-lines.js";

const standard = [
  { centre: 1, scale: 2 },
  { centre: -1, scale: 0.5 },
];
/** z of a unit at a place of the plane. @param {{ w: number[], b: number }} unit @param {number[]} x @param {typeof standard | null} [of] */
const z = ({ w, b }, x, of = null) =>
  w.reduce((sum, value, k) => sum + value * (of ? (x[k] - of[k].centre) / of[k].scale : x[k]), b);
/** @param {number} value */
const zero = (value) => assert.ok(Math.abs(value) < 1e-12, String(value));

test("a line that is moved goes through the place, in the same direction", () => {
  for (const of of [null, standard]) {
    const moved = movedTo([3, -2], [0.5, 4], of);
    assert.deepEqual(moved.w, [3, -2]);
    zero(z(moved, [0.5, 4], of));
  }
  assert.equal(movedTo([2], [3], null).b, -6);
});

test("a line that is turned goes through both places, with weights as long as before", () => {
  for (const of of [null, standard]) {
    const turned = turnedTo([3, -2], [1, 1], [2, 5], of);
    assert.ok(turned);
    zero(z(turned, [1, 1], of));
    zero(z(turned, [2, 5], of));
    zero(Math.hypot(...turned.w) - Math.hypot(3, -2));
  }
  assert.equal(turnedTo([3, -2], [1, 1], [1, 1], null), null);
});

test("the positive side stays where it was", () => {
  const before = { w: [0, 1], b: 0 };
  for (const x of [
    [1, 0.2],
    [-1, -0.2],
  ]) {
    const turned = turnedTo(before.w, [0, 0], x, null);
    assert.ok(turned && z(turned, [0, 1]) > 0);
  }
});

test("turned by an angle in the picture", () => {
  const turned = turnedBy({ w: [0, 2], b: 0 }, [0, 0], [1, 0], Math.PI / 6, null);
  assert.ok(turned);
  zero(z(turned, [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)]));
  zero(turned.w[0] + 1);
});

test("a line without a bias stays where the inputs are 0", () => {
  assert.deepEqual(originOf(null), [0, 0]);
  assert.deepEqual(originOf(standard), [1, -1]);
});

test("of edits in quick succession the newest is sent, and not too often", () => {
  let now = 0;
  /** @type {{ at: number, act: () => void }[]} */
  const timers = [];
  /** @type {[number, number][]} */
  const sent = [];
  const send = throttled((/** @type {number} */ edit) => sent.push([now, edit]), {
    now: () => now,
    later: (act, milliseconds) => timers.push({ at: now + milliseconds, act }),
  });
  for (; now <= 200; now += 10) {
    for (const timer of timers.splice(0)) timer.at <= now ? timer.act() : timers.push(timer);
    if (now <= 100) send(now);
  }
  assert.deepEqual(sent, [
    [0, 0],
    [50, 40],
    [100, 90],
    [150, 100],
  ]);
});
