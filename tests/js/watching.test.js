import { strict as assert } from "node:assert";
import { test } from "node:test";
import { withValue } from "../../static/js/configuration.js";
import { changeInside, initialInside } from "../../static/js/inside/panels.js";
import { watchFor } from "../../static/js/watching.js";
import { catalog } from "./catalog.js";

const seen = {
  playing: true,
  catalog,
  accepted: catalog.defaults,
  hidden: false,
  networks: [],
  curve: /** @type {const} */ ("cost"),
  inside: initialInside({}),
  data: null,
};

test("the picture is finer while it stands still, within the server's limit", () => {
  assert.equal(watchFor(seen).resolution, 100);
  assert.equal(watchFor({ ...seen, playing: false }).resolution, 200);
  const limits = { ...catalog.limits, resolution: 64 };
  assert.equal(watchFor({ ...seen, catalog: { ...catalog, limits } }).resolution, 64);
});

test("the maps of a wide layer are small", () => {
  assert.equal(watchFor(seen).hidden_resolution, 50);
  const wide = withValue(catalog.defaults, "network.hidden_width", 33);
  assert.equal(watchFor({ ...seen, accepted: wide }).hidden_resolution, 24);
});

test("of several networks each picture is smaller, and all maps are if one layer is wide", () => {
  const network = /** @type {any} */ ({ accepted: catalog.defaults });
  const wide = { accepted: withValue(catalog.defaults, "network.hidden_width", 33) };
  const compared = watchFor({ ...seen, networks: [network, network] });
  assert.deepEqual([compared.resolution, compared.hidden_resolution], [64, 24]);
  const { hidden_resolution } = watchFor({ ...seen, networks: [network, /** @type {any} */ (wide)] });
  assert.equal(hidden_resolution, 12);
});

test("a hidden tab asks for costs only, twice a second", () => {
  assert.deepEqual(watchFor({ ...seen, hidden: true }), { type: "watch", channels: ["costs"], max_fps: 2 });
});

test("accuracies are asked for where their curve is shown", () => {
  const watched = watchFor({ ...seen, curve: "score" }).channels;
  assert.deepEqual(watched, ["surface", "boundary", "hidden", "costs", "accuracies", "parameters"]);
  assert.deepEqual(watchFor({ ...seen, hidden: true, curve: "score" }).channels, ["costs", "accuracies"]);
});

test("frames carry what the open panel shows, and nothing for one that is closed", () => {
  const open = changeInside(initialInside({}), { panel: "microscope" });
  const most = ["surface", "boundary", "hidden", "costs", "parameters"];
  assert.deepEqual(watchFor(seen).channels, most);
  assert.deepEqual(watchFor({ ...seen, inside: open }).channels, [...most, "z_histogram"]);
  const other = changeInside(open, { panel: "space" });
  assert.deepEqual(watchFor({ ...seen, inside: other }).channels, [...most, "hidden_space"]);
  const closed = changeInside(other, { panel: null });
  assert.deepEqual(watchFor({ ...seen, inside: closed }).channels, most);
});

test("where panels stand under each other frames carry what all of them show", () => {
  const several = changeInside(initialInside({}), { several: true });
  const both = changeInside(changeInside(several, { panel: "microscope" }), { panel: "space" });
  assert.deepEqual(watchFor({ ...seen, inside: both }).channels?.slice(-2), ["hidden_space", "z_histogram"]);
  const one = changeInside(both, { panel: "space", open: false });
  assert.deepEqual(watchFor({ ...seen, inside: one }).channels?.slice(-1), ["z_histogram"]);
});

test("the iteration of one example or of all is asked for while its panel is open, within the examples", () => {
  const open = changeInside(initialInside({}), { panel: "iteration" });
  const data = /** @type {any} */ ({ train: [true, true, false] });
  assert.deepEqual(watchFor({ ...seen, data, inside: open }).channels?.slice(-2), ["trace", "update"]);
  assert.equal(watchFor({ ...seen, data, inside: open }).example, null);
  const one = changeInside(open, { example: 1 });
  assert.equal(watchFor({ ...seen, data, inside: one }).example, 1);
  assert.equal(watchFor({ ...seen, data, inside: changeInside(one, { example: 7 }) }).example, 2);
  assert.ok(!("example" in watchFor({ ...seen, data, inside: changeInside(one, { panel: null }) })));
});
