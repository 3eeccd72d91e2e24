import { strict as assert } from "node:assert";
import { test } from "node:test";
import { freePlace, networkLayout } from "../../static/js/views/network-layout.js";

test("the card of a unit covers no unit, whatever their number and the size", () => {
  const card = { width: 130, height: 72 };
  for (const [width, height] of [
    [640, 430],
    [350, 500],
    [520, 300],
    [900, 700],
  ]) {
    for (let count = 1; count <= 32; count++) {
      const layout = networkLayout({ width, height, inputs: 2, units: count, outputs: 1, scale: 1 });
      const place = freePlace(layout, height, card, 1);
      if (!place) continue;
      for (const { x, y } of layout.units) {
        const apart =
          Math.abs(x - place.x - card.width / 2) >= (card.width + layout.unitSize) / 2 ||
          Math.abs(y - place.y - card.height / 2) >= (card.height + layout.unitSize) / 2;
        assert.ok(apart, `${width} ${height} ${count}`);
      }
    }
  }
});

test("it stands in the upper left corner when that is free, and nowhere when nothing is", () => {
  const layout = networkLayout({ width: 640, height: 430, inputs: 2, units: 4, outputs: 1, scale: 1 });
  assert.deepEqual(freePlace(layout, 430, { width: 130, height: 72 }, 1), { x: 0, y: 0 });
  assert.equal(freePlace(layout, 430, { width: 630, height: 420 }, 1), null);
});
