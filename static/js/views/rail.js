import { find as choiceNamed } from "../configuration.js";
import { find, setText } from "../dom.js";
import * as text from "../text.js";
import { menu } from "./controls/menu.js";
import { curve, thumbnail } from "./controls/pictures.js";
import { slider } from "./controls/slider.js";
import { stepper } from "./controls/stepper.js";
import { tiles } from "./controls/tiles.js";

/** @import { Actions, State, View } from "../types.js" */
/** @import { Catalog } from "../wire.js" */

/** The widest network whose links and maps this page draws. */
const WIDEST = 32;
const SCALE_STOPS = [0, 0.01, 1, 10, 100];
const RATE_STOPS = [0.001, 0.03, 1, 30];

/**
 * The choices. Everything on offer comes from the catalog.
 * @param {HTMLElement} host
 * @param {Actions} actions
 * @returns {View}
 */
export function railView(host, actions) {
  /** @param {string} name */
  const part = (name) => find(host, `[data-part="${name}"]`, HTMLElement);
  /** @type {{ update(state: State): void }[]} */
  let controls = [];
  /** @type {unknown[]} */
  let shown = [];

  find(host, "[data-action=same-again]", HTMLButtonElement).addEventListener("click", () =>
    actions.restart({ redraw: false, stop: false }),
  );
  find(host, "[data-action=new-draw]", HTMLButtonElement).addEventListener("click", () =>
    actions.restart({ redraw: true, stop: false }),
  );

  return {
    update(state) {
      const { catalog, configuration, run, errors } = state;
      if (!catalog || !configuration) return;
      if (controls.length === 0) controls = buildControls(host, catalog, actions);
      const wanted = [configuration, run, errors];
      if (wanted.every((value, k) => value === shown[k])) return;
      shown = wanted;
      for (const control of controls) control.update(state);
      const source = choiceNamed(catalog.data_sources, configuration.data.source);
      const name = source ? text.inPageLanguage(source.label) : "";
      setText(part("data-fact"), text.dataSummary(name, configuration.data.samples));
      setText(part("network-fact"), run ? text.parameterCount(run.parameterCount) : "");
    },
    resize() {},
    destroy() {},
  };
}

/** @param {HTMLElement} rail @param {Catalog} catalog @param {Actions} actions */
function buildControls(rail, catalog, actions) {
  /** @param {string} path */
  const host = (path) => find(rail, `[data-control="${path}"]`, HTMLElement);
  /** @template {{ path: string }} O @param {(host: HTMLElement, catalog: Catalog, options: O, actions: Actions) => { update(state: State): void }} control @param {O} options */
  const put = (control, options) => control(host(options.path), catalog, options, actions);
  return [
    put(tiles, { path: "data.source", choices: catalog.data_sources, picture: thumbnail, named: false }),
    put(stepper, { path: "network.hidden_width", high: WIDEST }),
    put(tiles, { path: "network.activation", choices: catalog.activations, picture: curve, named: true }),
    put(menu, { path: "network.init.scheme", choices: catalog.init_schemes }),
    put(slider, { path: "network.init.scale", stops: SCALE_STOPS, prefix: "\u00d7", shown: takesScale }),
    put(slider, { path: "training.learning_rate", stops: RATE_STOPS, symbol: true }),
  ];
}

/** @param {State} state */
function takesScale({ catalog, configuration }) {
  if (!catalog || !configuration) return false;
  return choiceNamed(catalog.init_schemes, configuration.network.init.scheme)?.default_scale != null;
}
