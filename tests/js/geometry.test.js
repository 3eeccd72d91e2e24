import { strict as assert } from "node:assert";
import { test } from "node:test";
import { lineWithin, planeView } from "../../static/js/geometry.js";
import { LINKED, networkLayout, ONE_COLUMN } from "../../static/js/views/network-layout.js";

test("the plane's corners are the picture's corners, and x2 grows upwards", () => {
  const view = planeView([-2, 2, -1, 3], 100);
  assert.deepEqual([view.px(-2), view.py(3), view.px(2), view.py(-1)], [0, 0, 100, 100]);
  assert.deepEqual(view.point(50, 25), [0, 2]);
});

test("a unit's line is cut at the bounds", () => {
  assert.deepEqual(lineWithin(1, 0, -0.5, [-1, 1, -1, 1]), [
    [0.5, -1],
    [0.5, 1],
  ]);
  assert.deepEqual(lineWithin(1, 1, 0, [-1, 1, -1, 1]), [
    [-1, 1],
    [1, -1],
  ]);
  assert.equal(lineWithin(1, 0, 5, [-1, 1, -1, 1]), null);
  assert.equal(lineWithin(0, 0, 1, [-1, 1, -1, 1]), null);
});

/** @param {number} units @param {number} outputs */
const layoutOf = (units, outputs) =>
  networkLayout({ width: 660, height: 430, inputs: 2, units, outputs, scale: 1 });

/** @param {{ x: number, y: number }[]} centres @param {number} size @param {string} what */
function assertApart(centres, size, what) {
  for (const [k, a] of centres.entries()) {
    assert.ok(a.y - size / 2 >= -1 && a.y + size / 2 <= 430, `${what} leave the diagram`);
    for (const b of centres.slice(k + 1))
      assert.ok(Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) >= size, `${what} overlap`);
  }
}

test("units never overlap and stay between inputs and outputs, from 1 to 256", () => {
  for (const count of [...Array.from({ length: 40 }, (_, k) => k + 1), 64, 100, 255, 256]) {
    const { units, unitSize, arrangement, outputs, outputRadius, inputs, inputSize } = layoutOf(count, 1);
    assert.equal(units.length, count);
    assert.equal(arrangement, count > LINKED ? "grid" : count > ONE_COLUMN ? "wrapped" : "column");
    assert.ok(unitSize >= (count > LINKED ? 14 : 36), `${count} units of ${unitSize}`);
    assertApart(units, unitSize, `${count} units`);
    for (const { x } of units) {
      assert.ok(
        x - unitSize / 2 > inputs[0].x + inputSize / 2 && x + unitSize / 2 < outputs[0].x - outputRadius,
      );
    }
  }
});

test("one output a class, one above the other; one feature in the middle", () => {
  for (let classes = 1; classes <= 5; classes++) {
    const { outputs, outputRadius } = layoutOf(4, classes);
    assert.equal(outputs.length, classes);
    assertApart(outputs, 2 * outputRadius, `${classes} outputs`);
  }
  const one = networkLayout({ width: 660, height: 430, inputs: 1, units: 4, outputs: 1, scale: 1 });
  assert.deepEqual(
    one.inputs.map(({ y }) => y),
    [one.outputs[0].y],
  );
});
