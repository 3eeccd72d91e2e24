import { find as choiceNamed, fieldAt } from "../configuration.js";
import { explain, find, setHidden, setText } from "../dom.js";
import * as ownText from "../own-text.js";
import * as text from "../text.js";
import { advanced, controlFor } from "./advanced.js";
import { curve, sourcePicture } from "./controls/pictures.js";
import { slider } from "./controls/slider.js";
import { stepper } from "./controls/stepper.js";
import { tiles } from "./controls/tiles.js";

/** @import { Actions, State, View } from "../types.js" */
/** @import { Catalog } from "../wire.js" */

/** The course's activations, which come first. */
const CHAPTER = 5;
const SCALE_STOPS = [0, 0.01, 1, 10, 100];
const RATE_STOPS = [0.001, 0.03, 1, 30];

/**
 * The choices. Everything on offer comes from the catalog: a field has the place that the template gives it, else one
 * under "Advanced".
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

  const choices = find(host, "[data-part=choices]", HTMLFieldSetElement);
  const sameAgain = find(host, "[data-action=same-again]", HTMLButtonElement);
  const newDraw = find(host, "[data-action=new-draw]", HTMLButtonElement);
  sameAgain.addEventListener("click", () => actions.restart({ redraw: false, stop: false }));
  newDraw.addEventListener("click", () => actions.restart({ redraw: true, stop: false }));

  /** While another page drives nothing can be chosen; while the server is away choices wait for it. @param {State} state */
  function updateAccess({ connection, drives }) {
    const away = connection === "lost";
    const why = drives ? "" : text.watchingWhy;
    choices.disabled = !drives;
    setText(part("watching-why"), why);
    for (const field of host.querySelectorAll("[data-control]"))
      if (field instanceof HTMLElement) explain(field, why);
    for (const button of [sameAgain, newDraw]) {
      button.disabled = away;
      explain(button, why || (away ? text.notWhileAway : ""));
    }
  }

  /** What was refused and has no control to stand under. @param {State} state */
  function updateStrayErrors({ errors }) {
    const lines = Object.entries(errors)
      .filter(([path]) => host.querySelector(`[data-control="${CSS.escape(path)}"]:not([hidden])`) === null)
      .map(([path, line]) => `${path}: ${line}`);
    setText(part("stray-errors"), lines.join(" "));
    setHidden(part("stray-errors"), lines.length === 0);
  }

  return {
    update(state) {
      const { catalog, configuration, run, errors, own } = state;
      if (!catalog || !configuration) return;
      if (controls.length === 0) controls = buildControls(host, catalog, actions);
      const wanted = [configuration, run, errors, own, state.connection, state.drives];
      if (wanted.every((value, k) => value === shown[k])) return;
      shown = wanted;
      updateAccess(state);
      for (const control of controls) control.update(state);
      updateStrayErrors(state);
      const { source, samples, test_share } = configuration.data;
      const choice = choiceNamed(catalog.data_sources, source);
      const name = choice ? text.inPageLanguage(choice.label) : source;
      const count = own.open ? own.now.points.length : samples;
      setText(part("data-fact"), text.dataSummary(own.open ? ownText.ownData : name, count, test_share));
      setText(part("network-fact"), run ? text.parameterCount(run.parameterCount) : "");
    },
    resize() {},
    destroy() {},
  };
}

/** Both kinds of own data are one choice. @param {State} state */
const sourceChosen = ({ own, configuration }) => (own.open ? "custom" : configuration?.data.source);

/** @param {HTMLElement} rail @param {Catalog} catalog @param {Actions} actions */
function buildControls(rail, catalog, actions) {
  const { data_sources, activations } = catalog;
  const offered = data_sources.filter(
    ({ name, thumbnail: points }) => points.length > 0 || name === "custom",
  );
  /** Controls that are more than their kind. @type {Record<string, (host: HTMLElement, path: string) => { update(state: State): void }>} */
  const special = {
    "data.source": (host, path) =>
      tiles(
        host,
        catalog,
        { path, choices: offered, picture: sourcePicture, named: false, chosen: sourceChosen },
        actions,
      ),
    "network.hidden_width": (host, path) => stepper(host, catalog, { path }, actions),
    "network.activation": (host, path) =>
      tiles(
        host,
        catalog,
        { path, choices: activations, picture: curve, named: true, first: CHAPTER },
        actions,
      ),
    "network.init.scale": (host, path) =>
      slider(host, catalog, { path, stops: SCALE_STOPS, prefix: "\u00d7" }, actions),
    "training.learning_rate": (host, path) => slider(host, catalog, { path, stops: RATE_STOPS }, actions),
  };
  const hosts = [...rail.querySelectorAll("[data-control]")].filter((e) => e instanceof HTMLElement);
  const controls = hosts.map((host) => {
    const path = host.dataset.control ?? "";
    return special[path]?.(host, path) ?? controlFor(host, catalog, fieldAt(catalog, path), actions);
  });
  const placed = hosts.map((host) => host.dataset.control ?? "");
  const rest = advanced(find(rail, "[data-part=advanced]", HTMLElement), catalog, placed, actions);
  return [...controls.filter((control) => control !== null), rest];
}
