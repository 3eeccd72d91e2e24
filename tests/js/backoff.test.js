import { strict as assert } from "node:assert";
import { test } from "node:test";
import { createBackoff } from "../../static/js/backoff.js";

/** @param {() => number} random */
function waits(random) {
  const backoff = createBackoff(random);
  return Array.from({ length: 5 }, () => backoff.next());
}

test("attempts come 100 to 200 ms after the loss, then ever more rarely, and at least once a second", () => {
  assert.deepEqual(
    waits(() => 0),
    [100, 200, 400, 500, 500],
  );
  assert.deepEqual(
    waits(() => 1),
    [200, 400, 800, 1000, 1000],
  );
});

test("after a success it begins anew", () => {
  const backoff = createBackoff(() => 1);
  backoff.next();
  backoff.next();
  backoff.reset();
  assert.equal(backoff.next(), 200);
});
