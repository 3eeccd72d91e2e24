import { strict as assert } from "node:assert";
import { test } from "node:test";
import { resolve, withValue } from "../../static/js/configuration.js";
import { areFinite, comesAgain, fileOf, frameOf, linkTo, networksOfFile } from "../../static/js/sharing.js";
import { catalog } from "./catalog.js";

const page = { origin: "https://example.org", pathname: "/lab/" };

test("a link says how the page opens, then which run", () => {
  const plain = { form: "page", hide: [], language: null };
  assert.equal(linkTo(page, plain, ""), "https://example.org/lab/");
  assert.equal(linkTo(page, plain, "v=1&source=moons"), "https://example.org/lab/#v=1&source=moons");
  assert.equal(
    linkTo(page, { form: "present", hide: ["cost", "speed"], language: "zh-CN" }, "v=1&at=5"),
    "https://example.org/lab/?view=present&hide=cost,speed&lang=zh-CN#v=1&at=5",
  );
});

test("a frame's address is written as HTML has it", () => {
  const link = linkTo(page, { form: "embed", hide: ["cost"], language: null }, "v=1&source=moons");
  assert.ok(
    frameOf(link, "Moons").includes(
      'src="https://example.org/lab/?embed=1&amp;hide=cost#v=1&amp;source=moons"',
    ),
  );
});

test("a file gives back the configuration", () => {
  const configuration = withValue(
    resolve({ "network.hidden_width": 9 }, catalog),
    "training.learning_rate",
    0.1,
  );
  assert.deepEqual(networksOfFile(fileOf([configuration, catalog.defaults], catalog)), [
    { network: { hidden_width: 9 }, training: { learning_rate: 0.1 } },
    {},
  ]);
});

test("other files are refused", () => {
  for (const text of ["", "{", "[]", "null", '{"shallowscope": 2, "networks": [{}]}', '{"shallowscope": 1}'])
    assert.equal(networksOfFile(text), null, text);
});

test("weights that are no numbers are known", () => {
  const rows = [[1]];
  assert.ok(areFinite({ W1: rows, b1: rows, W2: rows, b2: rows }));
  assert.ok(!areFinite({ W1: rows, b1: [[null]], W2: rows, b2: rows }));
});

test("a moment comes again unless something was changed on the way", () => {
  /** @param {number} iteration @param {string} field */
  const change = (iteration, field) => ({ iteration, field, before: 1, after: 2 });
  assert.ok(comesAgain({ changes: [] }, 10));
  assert.ok(comesAgain({ changes: [change(0, "training.learning_rate"), change(11, "W1")] }, 10));
  assert.ok(!comesAgain({ changes: [change(3, "training.learning_rate")] }, 10));
  assert.ok(!comesAgain({ changes: [change(0, "W1")] }, 10));
});
