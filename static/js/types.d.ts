/** The types of the page's own things. What the server sends is in wire.d.ts, written from its models. */

import type { Inside, PanelName } from "./inside/panels.js";
import type { Place } from "./lessons/place.js";
import type {
  Catalog,
  ChangeBody,
  ClientMessage,
  Configuration,
  DataBody,
  FieldError,
  FrameHiddenSpace,
  FrameHistograms,
  FrameSnapshot,
  FrameTrace,
  RunState,
  RunSummary,
  StateMessage,
  Words,
} from "./wire.js";

/** What every choice of the catalog has. */
export interface Choice {
  name: string;
  label: Words;
  help: Words;
}

/** What was chosen by hand, by dotted path; the server resolves the rest. */
export type Choices = Record<string, unknown>;

/** x1, x2, and the number of a class or a target. */
export type OwnPoint = [number, number, number];

/** Points of one's own. */
export interface OwnData {
  kind: "classes" | "targets";
  points: OwnPoint[];
  /** Of the classes 0, 1, ...; none where they are just numbers. */
  names: string[];
  /** What is shown; null: what fits the points. */
  view: Bounds | null;
}

export interface Own {
  /** Own data are chosen. */
  open: boolean;
  /** The plot takes points. */
  drawing: boolean;
  /** Which class is drawn. */
  tool: number | "erase";
  /** What target is drawn. */
  target: number;
  now: OwnData;
  past: OwnData[];
  future: OwnData[];
  /** What the shown run was made of, if it was made of own data. */
  made: OwnData | null;
}

export type OwnChange =
  | { do: "open"; drawing: boolean }
  | { do: "close" }
  | { do: "draw"; drawing: boolean }
  | { do: "tool"; tool: number | "erase" }
  | { do: "target"; target: number }
  | { do: "put"; data: OwnData; step: boolean }
  | { do: "undo" }
  | { do: "redo" };

/** [x1 low, x1 high, x2 low, x2 high] */
export type Bounds = [number, number, number, number];

export interface Tensor<A> {
  shape: number[];
  values: A;
}

/** A field of quantised values: value v stands for low + v / 255 * (high - low); row 0 is the top. */
export interface Field2d extends Tensor<Uint8Array> {
  low: number;
  high: number;
}

/** The prediction over the view; with several outputs the winner's probability, and which class it is. */
export interface Surface extends Field2d {
  bounds: Bounds;
  level: number | null;
  classes: Uint8Array | null;
  /** How far Z2 is from the value that divides two classes, over its own largest magnitude; row 0 is the top. */
  margin: Int16Array | null;
}

/** Counts (n_h, bins) of each hidden unit's z over the training examples, and what they say. */
export type Histograms = Tensor<Uint32Array> & FrameHistograms;

/** The examples in at most three coordinates of A1: (k, m). */
export type HiddenSpace = Tensor<Float32Array> & FrameHiddenSpace;

/** Shares, 0..1, of activations that are saturated (null where none can be) and of units that are dead. */
export interface Activity {
  saturated: number | null;
  dead: number;
}

export interface Frame {
  snapshot: FrameSnapshot;
  surface: Surface | null;
  hidden: Field2d | null;
  activity: Activity | null;
  histograms: Histograms | null;
  hiddenSpace: HiddenSpace | null;
  /** Of the objective, over the training examples. */
  gradients: Record<"dW1" | "db1" | "dW2" | "db2", Tensor<Float64Array>> | null;
  /** One iteration's numbers as the chapter names them; null in frames of a run that goes on fast. */
  trace: { about: FrameTrace; arrays: Record<string, Tensor<Float64Array>> } | null;
  /** The parameters after the next iteration. */
  next: Record<"W1" | "b1" | "W2" | "b2", Tensor<ArrayLike<number>>> | null;
  costs: Float64Array | null;
  accuracies: Float64Array | null;
  parameters: Record<"W1" | "b1" | "W2" | "b2", Tensor<ArrayLike<number>>> | null;
}

/** Cost or accuracy by iteration; only the first `length` entries count. */
export interface History {
  length: number;
  iteration: Float64Array;
  train: Float64Array;
  test: Float64Array;
}

/** What only the connection that drives may ask for. */
export type RunCommand = Exclude<ClientMessage, { type: "drive" | "watch" | "ack" }>;

export type Speed = number | "max";
export type Theme = "light" | "dark" | "system";
export type Connection = "connecting" | "open" | "lost";

/** Something that was changed by hand, with the letters of the networks that it was changed in, unless in all. */
export type Change = ChangeBody & { letters?: string[] };

/** What is shown on request. */
export interface Shows {
  /** The lines of all hidden units. */
  lines: boolean;
  /** The surface in steps: the class alone, not how probable it is. */
  discrete: boolean;
  /** The surface in three dimensions. */
  solid: boolean;
  /** A smoothed curve over a pale one. */
  smooth: boolean;
  /** What the network would be as one layer, drawn on the surface. */
  collapse: boolean;
}

/** What each network has of its own. */
export interface Network {
  choices: Choices;
  /** What the controls show: the choices, resolved; null until the catalog is here. */
  configuration: Configuration | null;
  /** The last configuration a run was made of; a refused choice falls back to it. */
  accepted: Configuration | null;
  run: { id: string; parameterCount: number } | null;
  runState: RunState;
  reason: string | null;
  frame: Frame | null;
  history: History;
  /** Accuracies, from when they are first shown. */
  accuracies: History;
  /** What was changed by hand, by iteration. */
  changes: Change[];
  errors: Record<string, string>;
}

/** The page. What a network has of its own is that of the only one, or of the one that is picked. */
export interface State extends Network {
  catalog: Catalog | null;
  /** Those that are compared, two to four; empty while there is one. */
  networks: Network[];
  /** The network whose choices are shown and changed; null for all, of which the first is shown. */
  focus: number | null;
  /** The user wants it to run, or it runs; outlives a change of run and a lost connection. */
  playing: boolean;
  /** Null for a speed that another page has set. */
  speed: Speed | null;
  connection: Connection;
  /** Why a server that is there takes no connection now. */
  full: string | null;
  /** This page's commands are obeyed; else it watches what another one does. */
  drives: boolean;
  /** Nobody sees the page: nothing is painted. */
  hidden: boolean;
  /** A new run is on its way, or wanted as soon as the server can be reached. */
  busy: boolean;
  data: DataBody | null;
  /** The iteration that was asked for and is not shown yet. */
  sought: number | null;
  /** The iteration at which a long advance ends that is under way. */
  goal: number | null;
  hovered: number | null;
  pinned: number | null;
  /** The place of the surface that is looked at, in shares of its width and height. */
  probe: [number, number] | null;
  shows: Shows;
  /** Which curve is drawn: the cost, or accuracy or R squared. */
  curve: "cost" | "score";
  own: Own;
  /** What the transport says, whether it can be tried again, and in how many seconds that happens by itself. */
  notice: { text: string; retry: boolean; wait: number | null } | null;
  costScale: "linear" | "log";
  railCollapsed: boolean;
  drawer: string | null;
  /** The step of a lesson that is on. */
  lesson: Place | null;
  /** The panels that look inside. */
  inside: Inside;
  theme: Theme;
  /** Grows when colours or sizes changed and every picture has to be drawn anew. */
  look: number;
}

export type Action =
  /** One action in one network of several. */
  | { type: "network"; network: number; action: Action }
  /** So many networks are wanted, of these choices. */
  | { type: "networks"; choices: Choices[] }
  | { type: "focus"; network: number | null }
  | { type: "catalog"; catalog: Catalog }
  | { type: "chosen"; path: string; value: unknown }
  | { type: "own"; change: OwnChange }
  | { type: "own-chosen"; values: Choices }
  | { type: "busy"; busy: boolean }
  | { type: "adopted"; summary: RunSummary; data: DataBody; drives: boolean; keepChoices: boolean }
  | { type: "run-state"; message: StateMessage; playing: boolean }
  | { type: "refused"; errors: FieldError[] }
  | { type: "field-error"; path: string; text: string | null }
  | { type: "frame"; frame: Frame; whole: boolean }
  | { type: "playing"; playing: boolean }
  | { type: "speed"; speed: Speed }
  | { type: "sought"; iteration: number | null }
  | { type: "goal"; iteration: number | null }
  | { type: "connection"; connection: Connection; full: string | null }
  | { type: "hidden"; hidden: boolean }
  | { type: "notice"; notice: State["notice"] }
  | { type: "hovered"; unit: number | null }
  | { type: "pinned"; unit: number }
  | { type: "probe"; at: [number, number] | null }
  | { type: "show"; what: keyof Shows; on: boolean }
  | { type: "lesson"; lesson: Place | null }
  | {
      type: "inside";
      panel?: PanelName | null;
      open?: boolean;
      large?: boolean;
      several?: boolean;
      example?: number | null;
      half?: Inside["half"];
    }
  | { type: "curve"; curve: State["curve"] }
  | { type: "cost-scale"; costScale: "linear" | "log" }
  | { type: "rail"; collapsed: boolean }
  | { type: "drawer"; section: string | null }
  | { type: "theme"; theme: Theme }
  | { type: "look" };

/** One number among the parameters. */
export interface Entry {
  name: "W1" | "b1" | "W2" | "b2";
  row: number;
  column: number;
}

/** What can be done to own data. */
export interface OwnActions {
  /** Choose them, with whatever there is. */
  choose(): void;
  /** Draw on the plot, or end it: on the own data, or on a copy of what is shown. */
  draw(drawing: boolean): void;
  change(change: OwnChange): void;
  /** Other points, as one step; further choices go with them. */
  put(data: OwnData, also?: Choices): void;
  /** While the hand draws, the points change and no run is made. */
  stroke(data: OwnData, begins: boolean): void;
  strokeEnds(): void;
  turn(which: "undo" | "redo"): void;
  clear(): void;
}

/** What a view may ask for. main.js provides them. */
export interface Actions {
  own: OwnActions;
  dispatch(action: Action): void;
  /** For the network that is picked, or for one; data are chosen for all. */
  choose(path: string, value: unknown, network?: number): void;
  /** Compare so many networks; the first ones stay. */
  setNetworks(count: number): void;
  /** Compare networks that differ in one choice. */
  compare(preset: Preset): void;
  pick(network: number | null): void;
  play(): void;
  pause(): void;
  advance(iterations: number): void;
  /** One pass over the training examples. */
  advanceEpoch(): void;
  /** To any iteration that was reached, exactly. */
  seek(iteration: number): void;
  back(iterations: number): void;
  /** Set one weight or bias by hand. */
  edit(entry: Entry, value: number): void;
  /** Back to iteration 0; `redraw` takes new weights, `stop` pauses. */
  restart(options: { redraw: boolean; stop: boolean }): void;
  setSpeed(speed: Speed): void;
  /** The remedy for a diverged run. */
  calm(network?: number): void;
  /** Drive the run that another page drives. */
  takeOver(): void;
  retry(): void;
  setTheme(theme: Theme): void;
  setRail(collapsed: boolean): void;
}

/** Networks that one click makes: what each has chosen, by path. */
export interface Preset {
  name: string;
  networks: [path: string, value: unknown][][];
}

export interface View {
  update(state: State): void;
  resize(): void;
  destroy(): void;
}

/** A chart is too slow for every frame: the scheduler calls draw when there is time. */
export interface Chart extends View {
  stale(): boolean;
  draw(): Promise<void> | void;
}

/** A panel that looks inside: a view, which may have a chart, and is only told what happens while it is open. */
export type InsidePanel = View &
  Partial<Pick<Chart, "stale" | "draw">> & {
    /** What the key E does. */
    step?(): void;
  };
