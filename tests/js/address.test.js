import { strict as assert } from "node:assert";
import { test } from "node:test";
import { choicesOfFile, namesOf, readAddress, startingAt, writeAddress } from "../../static/js/address.js";
import { resolve } from "../../static/js/configuration.js";
import { field, catalog as small } from "./catalog.js";

/** @import { Catalog } from "../../static/js/wire.js" */

/** @type {Catalog} */
const catalog = {
  ...small,
  fields: [
    ...small.fields,
    field("network.init.zero", { kind: "list", default: [] }),
    field("data.labels", { kind: "list", optional: true }),
    field("data.view", { kind: "list", optional: true }),
    field("network.start", { kind: "object", optional: true }),
  ],
  limits: { ...small.limits, iterations_per_call: 1000 },
};

/** @param {Record<string, unknown>} choices */
const run = (choices) => resolve(choices, catalog);

/** @param {string} fragment */
function read(fragment) {
  const address = readAddress(fragment, catalog);
  assert.ok(address);
  return address;
}

test("a field is called by the end of its path, as much as tells it from others", () => {
  const paths = ["data.source", "data.seed", "network.init.seed", "training.stop.iteration"];
  assert.deepEqual(
    [...namesOf(paths.map((path) => ({ path }))).values()],
    ["source", "data.seed", "init.seed", "iteration"],
  );
});

test("the run that everybody starts with has no address of its own", () => {
  assert.equal(writeAddress([catalog.defaults], catalog), "");
  assert.equal(readAddress("", catalog), null);
  assert.equal(readAddress("run=abc", catalog), null);
});

test("only what was chosen is in the address, and comes back as it was", () => {
  const choices = { "network.hidden_width": 7, "training.learning_rate": 0.1 + 0.2 };
  const fragment = writeAddress([run(choices)], catalog);
  assert.equal(fragment, "v=1&hidden_width=7&learning_rate=0.30000000000000004");
  assert.deepEqual(read(fragment), {
    networks: [choices],
    at: null,
    speed: null,
    shows: [],
    panel: null,
    faults: [],
  });
});

test("what a data source brings with it is not told", () => {
  const choices = { "data.source": "blobs" };
  assert.equal(writeAddress([run(choices)], catalog), "v=1&source=blobs");
});

test("the iteration, the speed and what the surface shows are told beside the configuration", () => {
  const shows = { lines: true, discrete: false, solid: true, smooth: true };
  const fragment = writeAddress([catalog.defaults], catalog, { at: 480, speed: "max", shows });
  assert.equal(fragment, "v=1&at=480&speed=max&show=lines,solid");
  const wanted = {
    networks: [{}],
    at: 480,
    speed: "max",
    shows: ["lines", "solid"],
    panel: null,
    faults: [],
  };
  assert.deepEqual(read(fragment), wanted);
  assert.deepEqual(read("v=1&show=solid,lines").shows, ["lines", "solid"]);
  assert.equal(read("v=1&speed=0.5").speed, 0.5);
  assert.equal(writeAddress([catalog.defaults], catalog, { panel: "symmetry" }), "v=1&panel=symmetry");
  assert.equal(read("v=1&panel=symmetry").panel, "symmetry");
  assert.equal(read("v=1&panel=kitchen").faults[0].rule, "choice");
  assert.equal(writeAddress([catalog.defaults], catalog, { speed: 100, shows: { smooth: true } }), "");
});

test("points and explicit weights come back bit for bit", () => {
  const points = [
    [0.1, -2.5e-7, 0],
    [1 / 3, 4, 1],
  ];
  const start = {
    W1: [
      [0.1, -1 / 3],
      [2, 1e-300],
    ],
    b1: [[0], [-0.5]],
    W2: [[1, 2]],
    b2: [[Math.PI]],
  };
  const configuration = startingAt(run({ "data.points": points, "network.hidden_width": 2 }), start);
  const {
    networks: [choices],
    faults,
  } = read(writeAddress([configuration], catalog));
  assert.deepEqual(faults, []);
  assert.deepEqual(choices["data.points"], points);
  assert.deepEqual(choices["network.start"], start);
});

test("points of one's own come with the names of their classes and with their view", () => {
  const choices = {
    "data.points": [
      [0, 0, 0],
      [1, 1, 1],
    ],
    "data.labels": ["cat & dog", "~=1"],
    "data.view": [-1.5, 2, -1e-9, 3],
  };
  const fragment = writeAddress([run(choices)], catalog);
  assert.ok(fragment.endsWith("view=-1.5_2_-1e-9_3"));
  assert.deepEqual(read(fragment), {
    networks: [choices],
    at: null,
    speed: null,
    shows: [],
    panel: null,
    faults: [],
  });
});

test("a list of words may be empty or hold anything", () => {
  for (const zero of [["W1", "b~&2"], ["b1"]]) {
    const fragment = writeAddress([run({ "network.init.zero": zero })], catalog);
    assert.deepEqual(read(fragment).networks[0]["network.init.zero"], zero);
  }
});

test("each fault of an address is told with its name, value and rule", () => {
  assert.deepEqual(read("v=2&hidden_width=3").faults, [{ name: "v", value: "2", rule: "version" }]);
  assert.deepEqual(
    read(
      "v=1&hidden_width=0&learning_rate=fast&what=5&source=nothing&biases=yes&at=x&speed=7&show=all&samples=1e99",
    ).faults.map(({ name, value, rule }) => [name, value, rule]),
    [
      ["learning_rate", "fast", "number"],
      ["what", "5", "field"],
      ["source", "nothing", "choice"],
      ["biases", "yes", "boolean"],
      ["at", "x", "whole"],
      ["speed", "7", "choice"],
      ["show", "all", "choice"],
      ["hidden_width", "0", "range"],
      ["samples", "1e+99", "range"],
    ],
  );
  const [fault] = read("v=1&hidden_width=0").faults;
  assert.deepEqual([fault.low, fault.high], [1, 64]);
  assert.equal(read("v=1&at=1001").faults[0].rule, "range");
  assert.equal(read("v=1&hidden_width=2.5").faults[0].rule, "whole");
});

test("what cannot be read is a fault, never an error", () => {
  for (const bad of [
    "points=1_2_~",
    "points=",
    "view=1_",
    "view=wide",
    "start=dAAAA",
    "start=",
    "zero=%",
    "start=d%%%",
  ])
    assert.deepEqual(
      read(`v=1&${bad}`).faults.map(({ rule }) => rule),
      ["unreadable"],
      bad,
    );
});

test("weights of another network do not fit", () => {
  const start = { W1: [[1, 2]], b1: [[3]], W2: [[4]], b2: [[5]] };
  const fragment = writeAddress([startingAt(run({ "network.hidden_width": 1 }), start)], catalog);
  assert.equal(read(fragment.replace("hidden_width=1", "hidden_width=7")).faults[0].name, "start");
});

test("a file is read field by field, and what is no field is told", () => {
  const { choices, unknown } = choicesOfFile(
    { network: { hidden_width: 3, init: { zero: ["W1"] }, colour: 1 }, data: 5, extra: {} },
    catalog,
  );
  assert.deepEqual(choices, { "network.hidden_width": 3, "network.init.zero": ["W1"] });
  assert.deepEqual(unknown, ["network.colour", "data", "extra"]);
});

test("networks that are compared are told by what is another than in the first", () => {
  const first = run({ "data.source": "circles", "network.hidden_width": 5 });
  const others = [
    run({ "data.source": "circles", "network.hidden_width": 9 }),
    run({ "data.source": "circles", "network.hidden_width": 5, "network.init.scheme": "zeros" }),
  ];
  const fragment = writeAddress([first, ...others], catalog);
  assert.equal(fragment, "v=1&source=circles&hidden_width=5&b.hidden_width=9&c.scheme=zeros&c.scale=0");
  const { networks, faults } = read(fragment);
  assert.deepEqual(faults, []);
  assert.deepEqual(networks.map(run), [first, ...others]);
});

test("networks may be alike", () => {
  const both = [catalog.defaults, catalog.defaults];
  assert.equal(writeAddress(both, catalog), "v=1&b.");
  assert.deepEqual(read("v=1&b.").networks, [{}, {}]);
});
