import { strict as assert } from "node:assert";
import { test } from "node:test";
import { axisOf, contoursOf, fieldOf, slope, stages, tripleOf } from "../../static/js/inside/landscape.js";
import { landscapeJob } from "../../static/js/inside/landscape-job.js";

const cost = [
  [1, 10],
  [100, null],
];

test("costs become shares of a scale, the last row on top, what is not finite beyond", () => {
  const log = fieldOf({ cost }, true);
  assert.deepEqual([log.low, log.high], [1, 100]);
  assert.deepEqual([...log.shares], [1, 2, 0, 0.5]);
  const linear = fieldOf({ cost }, false);
  assert.deepEqual([...linear.shares], [1, 2, 0, 9 / 99]);
  const level = [
    [3, 3],
    [3, 3],
  ];
  assert.deepEqual([...fieldOf({ cost: level }, true).shares], [0, 0, 0, 0]);
  const zero = [
    [1, 1],
    [0, 1],
  ];
  assert.deepEqual([...fieldOf({ cost: zero }, true).shares], [0, 1, 1, 1]);
});

test("a bowl has closed lines around its bottom", () => {
  const size = 21;
  const bowl = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (i - 10) ** 2 + (j - 10) ** 2),
  );
  const lines = contoursOf(fieldOf({ cost: bowl }, false));
  const inner = lines[0];
  assert.deepEqual(inner.slice(0, 2), inner.slice(-2));
});

test("a point is in the middle of its cell", () => {
  const { share, index } = axisOf([-1, 0, 1]);
  assert.equal(share(0), 0.5);
  assert.equal(share(-1), 0.5 / 3);
  assert.deepEqual([0, 0.34, 0.99, 1].map(index), [0, 1, 2, 2]);
});

test("colours go from one to most of the way to the other", () => {
  const colours = slope(tripleOf("rgb(255, 255, 255)"), [0, 0, 0]);
  assert.equal(colours[0], 0xffffffff);
  assert.ok((colours[255] & 255) < 80);
});

test("a large network has a coarse picture first", () => {
  assert.deepEqual(stages(4, 400), [41]);
  assert.deepEqual(stages(64, 2000), [11, 41]);
});

/** A job whose answers the test gives. */
function job() {
  /** @type {{ plane: any, signal: AbortSignal, give(found: any): void, refuse(error: unknown): void }[]} */
  const calls = [];
  /** @type {unknown[]} */
  const heard = [];
  const made = landscapeJob({
    ask: (_run, plane, signal) =>
      new Promise((give, refuse) => {
        calls.push({ plane, signal, give, refuse });
        signal.addEventListener("abort", () => refuse(signal.reason));
      }),
    found: (landscape) => heard.push(landscape),
    tell: () => {},
    ended: (error) => heard.push(error),
  });
  return { made, calls, heard };
}

const settled = () => new Promise((done) => setTimeout(done, 0));

test("a landscape is asked for, found and over", async () => {
  const { made, calls, heard } = job();
  made.start("run", { seed: 3 }, { units: 4, examples: 400 });
  assert.ok(made.busy());
  assert.deepEqual(calls[0].plane, { seed: 3, resolution: 41 });
  calls[0].give("fine");
  await settled();
  assert.deepEqual(heard, ["fine", null]);
  assert.ok(!made.busy());
});

test("a new one takes the place of the one before, whose end is not heard", async () => {
  const { made, calls, heard } = job();
  made.start("run", {}, { units: 4, examples: 400 });
  made.start("run", {}, { units: 4, examples: 400 });
  assert.ok(calls[0].signal.aborted);
  await settled();
  calls[1].give("second");
  await settled();
  assert.deepEqual(heard, ["second", null]);
});

test("one that is cancelled is no error, one that is refused is", async () => {
  const { made, calls, heard } = job();
  made.start("run", {}, { units: 4, examples: 400 });
  made.cancel();
  await settled();
  assert.deepEqual(heard, [null]);
  made.start("run", {}, { units: 4, examples: 400 });
  calls[1].refuse("no");
  await settled();
  assert.deepEqual(heard, [null, "no"]);
});
