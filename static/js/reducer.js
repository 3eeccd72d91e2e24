import { choose, explained, resolve, valueAt } from "./configuration.js";
import { append, emptyHistory } from "./history.js";
import { changeInside, initialInside } from "./inside/panels.js";
import { hasEnded, inNetwork, mirrored, networksOf, ownOf } from "./networks.js";
import { afterAdoption, afterSource, changeOwn, initialOwn } from "./own-state.js";
import { refusal } from "./text.js";

/** @import { Action, Choices, Frame, Network, State } from "./types.js" */

/** What happens to one network: where several are compared, to the one that is picked. */
const OWN = ["chosen", "adopted", "run-state", "frame", "refused", "field-error"];

/**
 * @param {Pick<State, "theme" | "railCollapsed"> & { own?: Partial<State["own"]>, inside?: State["inside"] }} remembered
 * @returns {State}
 */
export function initialState(remembered) {
  return {
    catalog: null,
    ...withoutRun({}, null),
    networks: [],
    focus: null,
    playing: false,
    speed: 100,
    connection: "connecting",
    full: null,
    drives: true,
    hidden: false,
    busy: false,
    data: null,
    sought: null,
    goal: null,
    hovered: null,
    pinned: null,
    probe: null,
    shows: { lines: false, discrete: false, solid: false, smooth: false, collapse: false },
    curve: "cost",
    notice: null,
    costScale: "log",
    drawer: null,
    look: 0,
    inside: initialInside({}),
    lesson: null,
    ...remembered,
    own: initialOwn(remembered.own ?? {}),
  };
}

/**
 * The state after an action. Pure, but for the history's buffers, which grow in place.
 * @param {State} state
 * @param {Action} action
 * @returns {State}
 */
export function reduce(state, action) {
  if (OWN.includes(action.type)) return inNetwork(state, state.focus ?? 0, action, apply);
  return apply(state, action);
}

/** @param {State} state @param {Action} action @returns {State} */
function apply(state, action) {
  switch (action.type) {
    case "network":
      return inNetwork(state, action.network, action.action, apply);
    case "networks":
      return networks(state, action);
    case "focus":
      return mirrored({ ...state, focus: action.network });
    case "catalog":
      return { ...state, catalog: action.catalog, configuration: action.catalog.defaults };
    case "chosen":
      return chosen(state, action);
    case "own":
      return { ...state, own: changeOwn(state.own, action.change) };
    case "own-chosen":
      return ownChosen(state, action);
    case "adopted":
      return adopted(state, action);
    case "run-state":
      return runState(state, action);
    case "frame":
      return withFrame(state, action);
    case "refused":
      return refused(state, action);
    case "field-error":
      return { ...state, errors: withError(state.errors, action.path, action.text) };
    case "pinned":
      return { ...state, pinned: state.pinned === action.unit ? null : action.unit };
    case "hovered":
      return state.hovered === action.unit ? state : { ...state, hovered: action.unit };
    case "busy":
      return { ...state, busy: action.busy };
    case "playing":
      return { ...state, playing: action.playing };
    case "speed":
      return { ...state, speed: action.speed };
    case "sought":
      return { ...state, sought: action.iteration, goal: null };
    case "goal":
      return { ...state, sought: null, goal: action.iteration };
    case "connection":
      return connected(state, action);
    case "hidden":
      return { ...state, hidden: action.hidden };
    case "notice":
      return { ...state, notice: action.notice };
    case "probe":
      return state.probe === action.at ? state : { ...state, probe: action.at };
    case "show":
      return { ...state, shows: { ...state.shows, [action.what]: action.on } };
    case "lesson":
      return { ...state, lesson: action.lesson };
    case "inside":
      return { ...state, inside: changeInside(state.inside, action) };
    case "curve":
      return { ...state, curve: action.curve };
    case "cost-scale":
      return { ...state, costScale: action.costScale };
    case "rail":
      return { ...state, railCollapsed: action.collapsed };
    case "drawer":
      return { ...state, drawer: action.section };
    case "theme":
      return { ...state, theme: action.theme, look: state.look + 1 };
    case "look":
      return { ...state, look: state.look + 1 };
  }
}

/**
 * A network of these choices that is yet to be made.
 * @param {Choices} choices
 * @param {Network["configuration"]} configuration
 * @returns {Network}
 */
function withoutRun(choices, configuration) {
  return {
    choices,
    configuration,
    accepted: null,
    run: null,
    runState: "ready",
    reason: null,
    frame: null,
    history: emptyHistory(),
    accuracies: emptyHistory(),
    changes: [],
    errors: {},
  };
}

/**
 * What each network shows stays until its new run is there.
 * @param {State} state
 * @param {Extract<Action, { type: "networks" }>} action
 * @returns {State}
 */
function networks(state, { choices }) {
  const { catalog } = state;
  if (!catalog) return state;
  const known = networksOf(state).map(ownOf);
  const next = choices.map((wanted, k) => {
    if (known[k]?.choices === wanted) return known[k];
    const configuration = resolve(wanted, catalog);
    return { ...(known[k] ?? withoutRun({}, null)), choices: wanted, configuration, errors: {} };
  });
  const common = { ...state, hovered: null, pinned: null, notice: null };
  if (next.length === 1) return { ...common, ...next[0], networks: [], focus: null };
  const focus = state.focus !== null && state.focus < next.length ? state.focus : null;
  return mirrored({ ...common, networks: next, focus });
}

/** @param {State} state @param {Extract<Action, { type: "chosen" }>} action @returns {State} */
function chosen(state, { path, value }) {
  if (!state.configuration || !state.catalog) return state;
  const choices = choose(state.choices, state.catalog, path, value);
  const source = path === "data.source";
  const errors = source ? {} : withError(state.errors, path, null);
  const own = source ? afterSource(state.own, value) : state.own;
  return { ...state, own, choices, configuration: resolve(choices, state.catalog), errors, notice: null };
}

/** Several choices at once; what is undefined is not chosen. @param {State} state @param {Extract<Action, { type: "own-chosen" }>} action @returns {State} */
function ownChosen(state, { values }) {
  const { catalog } = state;
  if (!catalog) return state;
  let { choices } = state;
  for (const [path, value] of Object.entries(values)) {
    if (value !== undefined && valueAt(resolve(choices, catalog), path) !== value)
      choices = choose(choices, catalog, path, value);
    else if (value === undefined) choices = without(choices, path);
  }
  return { ...state, choices, configuration: resolve(choices, catalog), errors: {}, notice: null };
}

/** @param {State} state @param {Extract<Action, { type: "adopted" }>} action @returns {State} */
function adopted(state, { summary, data, drives, keepChoices }) {
  return {
    ...state,
    run: { id: summary.id, parameterCount: summary.parameter_count },
    runState: summary.state,
    reason: null,
    playing: state.playing || summary.state === "running",
    accepted: summary.configuration,
    own: afterAdoption(state.own, summary.configuration),
    ...(keepChoices ? {} : shown(state, summary.configuration)),
    data,
    sought: null,
    goal: null,
    changes: [],
    history: emptyHistory(),
    accuracies: emptyHistory(),
    connection: "open",
    full: null,
    drives,
  };
}

/** @param {State} state @param {Extract<Action, { type: "run-state" }>} action @returns {State} */
function runState(state, { message, playing }) {
  const others = state.networks.filter(({ run }) => run?.id !== message.run);
  const over = hasEnded(message.state) && others.every(({ runState }) => hasEnded(runState));
  const configuration = message.configuration ?? state.accepted;
  return {
    ...state,
    runState: message.state,
    reason: message.reason,
    drives: message.drives,
    speed: message.drives ? state.speed : null,
    playing: over && !state.busy ? false : playing,
    goal: over ? null : state.goal,
    changes: message.changes,
    accepted: configuration,
    // A new run on its way holds choices that this one does not know.
    ...(state.busy ? {} : shown(state, configuration)),
  };
}

/** @param {State} state @param {Extract<Action, { type: "connection" }>} action @returns {State} */
function connected(state, { connection, full }) {
  if (connection === state.connection && full === state.full) return state;
  return { ...state, connection, full, sought: null, goal: null };
}

/** @param {State} state @param {Extract<Action, { type: "frame" }>} action @returns {State} */
function withFrame(state, { frame, whole }) {
  const width = frame.hidden?.shape[0] ?? Number.POSITIVE_INFINITY;
  /** @param {number | null} unit */
  const within = (unit) => (unit !== null && unit < width ? unit : null);
  const { iteration } = frame.snapshot;
  return {
    ...state,
    frame: withSlow(frame, state.frame),
    history: frame.costs ? append(whole ? emptyHistory() : state.history, frame.costs) : state.history,
    // The first of a connection begin at iteration 0 and take the place of all before.
    accuracies: frame.accuracies ? append(state.accuracies, frame.accuracies) : state.accuracies,
    sought: state.sought === iteration ? null : state.sought,
    goal: state.goal !== null && iteration >= state.goal ? null : state.goal,
    hovered: within(state.hovered),
    pinned: within(state.pinned),
  };
}

/**
 * While a run goes on, histograms come with every third frame or so: between them the last ones hold. The frame stays
 * itself, since it is acknowledged.
 * @param {Frame} frame
 * @param {Frame | null} before
 * @returns {Frame}
 */
function withSlow(frame, before) {
  if (frame.histograms || !before?.histograms || before.snapshot.run !== frame.snapshot.run) return frame;
  return Object.assign(frame, { histograms: before.histograms, activity: before.activity });
}

/** @param {State} state @param {Extract<Action, { type: "refused" }>} action @returns {State} */
function refused(state, { errors }) {
  let lines = state.errors;
  for (const error of errors) lines = withError(lines, error.field, refusal(error));
  return { ...state, errors: lines, ...shown(state, state.accepted ?? state.catalog?.defaults ?? null) };
}

/**
 * A configuration of the server's as what the controls show.
 * @param {State} state
 * @param {State["configuration"]} configuration
 */
function shown({ catalog, choices }, configuration) {
  if (!catalog || !configuration) return { choices, configuration };
  return { choices: explained(configuration, catalog, choices), configuration };
}

/** @param {State["errors"]} errors @param {string} path @param {string | null} text */
function withError(errors, path, text) {
  return text !== null ? { ...errors, [path]: text } : without(errors, path);
}

/** @template V @param {Record<string, V>} values @param {string} name @returns {Record<string, V>} the same one where it is not */
function without(values, name) {
  if (!(name in values)) return values;
  const { [name]: _, ...rest } = values;
  return rest;
}
