import { strict as assert } from "node:assert";
import { test } from "node:test";
import { decodeFrames } from "../../static/js/frame.js";
import { encode } from "./encode.js";

/** @param {ArrayBuffer} buffer */
const decodeFrame = (buffer) => decodeFrames(buffer)[0];

/** @param {number[]} values */
const doubles = (values) => new Uint8Array(new Float64Array(values).buffer);

const metadata = {
  snapshot: JSON.stringify({ run: "r", frame: 3, iteration: 7, state: "running", train_cost: 0.5 }),
  surface: JSON.stringify({ low: 0.1, high: 0.9, bounds: [-1, 1, -2, 2], level: 0.5 }),
  hidden: JSON.stringify({ low: -1, high: 1 }),
};

/** @param {Record<string, string>} [meta] */
function sample(meta = metadata) {
  return encode(
    {
      costs: { dtype: "F64", shape: [2, 3], bytes: doubles([6, 0.6, Number.NaN, 7, 0.5, Number.NaN]) },
      W1: { dtype: "F64", shape: [1, 2], bytes: doubles([1, 2]) },
      b1: { dtype: "F64", shape: [1, 1], bytes: doubles([3]) },
      W2: { dtype: "F64", shape: [1, 1], bytes: doubles([4]) },
      b2: { dtype: "F64", shape: [1, 1], bytes: doubles([5]) },
      boundary: {
        dtype: "I16",
        shape: [2, 2],
        bytes: new Uint8Array(Int16Array.of(-32767, -1, 0, 9).buffer),
      },
      surface: { dtype: "U8", shape: [2, 2], bytes: Uint8Array.of(0, 1, 2, 255) },
      hidden: { dtype: "U8", shape: [1, 2, 2], bytes: Uint8Array.of(9, 8, 7, 6) },
    },
    meta,
  );
}

test("a frame comes out with its tensors, shapes and metadata", () => {
  const frame = decodeFrame(sample());
  assert.equal(frame.snapshot.iteration, 7);
  assert.deepEqual(frame.surface?.shape, [2, 2]);
  assert.deepEqual([...(frame.surface?.values ?? [])], [0, 1, 2, 255]);
  assert.deepEqual(frame.surface?.bounds, [-1, 1, -2, 2]);
  assert.equal(frame.hidden?.high, 1);
  assert.deepEqual([...(frame.surface?.margin ?? [])], [-32767, -1, 0, 9]);
  assert.deepEqual([...(frame.costs ?? [])], [6, 0.6, Number.NaN, 7, 0.5, Number.NaN]);
  assert.deepEqual(
    [frame.parameters?.W1, frame.parameters?.b2].map((tensor) => [...Array.from(tensor?.values ?? [])]),
    [[1, 2], [5]],
  );
});

test("several classes come with the class of each pixel", () => {
  const bytes = Uint8Array.of(0, 255);
  const tensors = {
    surface: { dtype: "U8", shape: [1, 2], bytes },
    surface_class: { dtype: "U8", shape: [1, 2], bytes: Uint8Array.of(2, 1) },
  };
  assert.deepEqual([...(decodeFrame(encode(tensors, metadata)).surface?.classes ?? [])], [2, 1]);
  assert.equal(decodeFrame(sample()).surface?.classes, null);
});

test("tensors are views onto the message, not copies", () => {
  const buffer = sample();
  assert.equal(decodeFrame(buffer).surface?.values.buffer, buffer);
  assert.equal(decodeFrame(buffer).costs?.buffer, buffer);
});

test("channels that are not watched are null", () => {
  const frame = decodeFrame(encode({}, { snapshot: metadata.snapshot }));
  assert.deepEqual([frame.surface, frame.hidden, frame.costs, frame.parameters], [null, null, null, null]);
});

test("a frame that is cut short is refused", () => {
  assert.throws(() => decodeFrame(new ArrayBuffer(4)), /no header/);
  assert.throws(() => decodeFrame(sample().slice(0, 40)), /ends after the frame/);
});

test("a tensor whose bytes do not fit its shape or type is refused", () => {
  const short = { surface: { dtype: "U8", shape: [2, 2], bytes: Uint8Array.of(1) } };
  assert.throws(() => decodeFrame(encode(short, metadata)), /does not fill/);
  const unknown = { surface: { dtype: "I7", shape: [1], bytes: Uint8Array.of(1) } };
  assert.throws(() => decodeFrame(encode(unknown, metadata)), /unknown element type I7/);
});

test("a group's message holds a frame of each run, whatever names they share", () => {
  const bytes = { dtype: "U8", shape: [1, 1] };
  const surface = (/** @type {number} */ value) => ({ ...bytes, bytes: Uint8Array.of(value) });
  const own = { snapshot: metadata.snapshot, surface: metadata.surface };
  const about = [0, 1, 2].flatMap((k) => Object.entries(own).map(([name, of]) => [`${k}/${name}`, of]));
  const frames = decodeFrames(
    encode(
      { "0/surface": surface(7), "1/surface": surface(8), "2/surface": surface(9) },
      { snapshot: JSON.stringify({ group: "g", frame: 3, iteration: 7 }), ...Object.fromEntries(about) },
    ),
  );
  assert.deepEqual(
    frames.map(({ surface: field, hidden, snapshot }) => [field?.values[0], hidden, snapshot.frame]),
    [
      [7, null, 3],
      [8, null, 3],
      [9, null, 3],
    ],
  );
});
