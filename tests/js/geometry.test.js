import { strict as assert } from "node:assert";
import { test } from "node:test";
import { lineWithin, planeView } from "../../static/js/geometry.js";
import { networkLayout, ONE_COLUMN } from "../../static/js/views/network-layout.js";

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

test("units never overlap and stay inside the diagram, from 1 to 32", () => {
  for (let count = 1; count <= 32; count++) {
    const { units, unitSize, wrapped, output, outputRadius, inputs, inputSize } = networkLayout(
      660,
      430,
      count,
      1,
    );
    assert.equal(units.length, count);
    assert.equal(wrapped, count > ONE_COLUMN);
    assert.ok(unitSize >= 36, `${count} units of ${unitSize}`);
    for (const [k, a] of units.entries()) {
      assert.ok(a.y - unitSize / 2 >= -1 && a.y + unitSize / 2 <= 430);
      assert.ok(
        a.x - unitSize / 2 > inputs[0].x + inputSize / 2 && a.x + unitSize / 2 < output.x - outputRadius,
      );
      for (const b of units.slice(k + 1)) {
        assert.ok(
          Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) >= unitSize,
          `units overlap at ${count}`,
        );
      }
    }
  }
});
