/** The types the page speaks: first what the server sends, then what the page keeps. */

// ---- the server's side -------------------------------------------------------------------------

/** A text in several languages, keyed by BCP 47 tag; "en" is always there. */
export type Translated = { en: string } & Record<string, string>;

export interface Field {
  path: string;
  kind: "integer" | "number" | "choice" | "boolean";
  label: Translated;
  help: Translated;
  symbol: string;
  default: unknown;
  low: number | null;
  high: number | null;
  scale: "linear" | "log";
  choices: string | null;
  live: boolean;
}

export interface Choice {
  name: string;
  label: Translated;
  help: Translated;
}

export interface ActivationChoice extends Choice {
  range: [number | null, number | null] | null;
  curve: [number, number][];
}

export interface InitSchemeChoice extends Choice {
  default_scale: number | null;
}

export interface DataSourceChoice extends Choice {
  defaults: Record<string, unknown>;
  thumbnail: [number, number, number][];
}

export interface Catalog {
  version: string;
  fields: Field[];
  activations: ActivationChoice[];
  init_schemes: InitSchemeChoice[];
  outputs: Choice[];
  optimizers: Choice[];
  data_sources: DataSourceChoice[];
  defaults: Configuration;
  limits: Record<string, number>;
}

export interface Configuration {
  data: { source: string; samples: number; seed: number; test_share: number; [name: string]: unknown };
  network: {
    hidden_width: number;
    activation: string;
    output: string;
    init: { scheme: string; scale?: number | null; seed: number; [name: string]: unknown };
    [name: string]: unknown;
  };
  training: { learning_rate: number; optimizer: string; [name: string]: unknown };
}

export type RunState = "ready" | "running" | "paused" | "finished" | "diverged";

export interface RunSummary {
  id: string;
  state: RunState;
  iteration: number;
  parameter_count: number;
  configuration: Configuration;
}

export interface RunData {
  X: number[][];
  Y: number[][];
  label: number[];
  train: boolean[];
  bounds: Bounds;
}

export interface FieldError {
  field: string;
  value: unknown;
  rule: string;
}

export type Command =
  | { type: "play"; iterations_per_second: Speed }
  | { type: "pause" }
  | { type: "advance"; iterations: number }
  | { type: "reset"; redraw: boolean }
  | { type: "update"; training: Record<string, unknown> }
  | { type: "watch"; channels: string[]; resolution?: number; hidden_resolution?: number; max_fps?: number }
  | { type: "ack"; frame: number };

export type StateMessage = {
  type: "state";
  state: RunState;
  iteration: number;
  reason: string | null;
  configuration?: Configuration;
};
export type ErrorMessage = { type: "error"; code: string; detail: string; errors?: FieldError[] };
export type ServerMessage = StateMessage | ErrorMessage;

export interface Snapshot {
  run: string;
  frame: number;
  iteration: number;
  epoch: number;
  state: RunState;
  train_cost: number | null;
  test_cost: number | null;
  train_accuracy: number | null;
  test_accuracy: number | null;
}

/** [x1 low, x1 high, x2 low, x2 high] */
export type Bounds = [number, number, number, number];

// ---- the page's side ---------------------------------------------------------------------------

export interface Tensor<A> {
  shape: number[];
  values: A;
}

/** A field of quantised values: value v stands for low + v / 255 * (high - low); row 0 is the top. */
export interface Field2d extends Tensor<Uint8Array> {
  low: number;
  high: number;
}

export interface Frame {
  snapshot: Snapshot;
  surface: (Field2d & { bounds: Bounds; level: number | null }) | null;
  hidden: Field2d | null;
  costs: Float64Array | null;
  parameters: Record<"W1" | "b1" | "W2" | "b2", Tensor<ArrayLike<number>>> | null;
}

/** Cost by iteration; only the first `length` entries count. */
export interface History {
  length: number;
  iteration: Float64Array;
  train: Float64Array;
  test: Float64Array;
}

export type Speed = number | "max";
export type Theme = "light" | "dark" | "system";
export type Connection = "connecting" | "open" | "lost";

export interface State {
  catalog: Catalog | null;
  /** What the controls show; null until the catalog is here. */
  configuration: Configuration | null;
  /** The last configuration a run was made of; a refused choice falls back to it. */
  accepted: Configuration | null;
  run: { id: string; parameterCount: number } | null;
  runState: RunState;
  reason: string | null;
  /** The user wants it to run; outlives a change of run and a lost connection. */
  playing: boolean;
  speed: Speed;
  connection: Connection;
  /** A new run is on its way. */
  busy: boolean;
  data: RunData | null;
  frame: Frame | null;
  history: History;
  hovered: number | null;
  pinned: number | null;
  errors: Record<string, string>;
  notice: { text: string; retry: boolean } | null;
  costScale: "linear" | "log";
  railCollapsed: boolean;
  drawer: string | null;
  theme: Theme;
  /** Grows when colours or sizes changed and every picture has to be drawn anew. */
  look: number;
}

export type Action =
  | { type: "catalog"; catalog: Catalog }
  | { type: "chosen"; path: string; value: unknown }
  | { type: "busy"; busy: boolean }
  | { type: "adopted"; summary: RunSummary; data: RunData; keepChoices: boolean }
  | { type: "run-state"; message: StateMessage }
  | { type: "refused"; errors: FieldError[] }
  | { type: "field-error"; path: string; text: string | null }
  | { type: "frame"; frame: Frame }
  | { type: "playing"; playing: boolean }
  | { type: "speed"; speed: Speed }
  | { type: "connection"; connection: Connection }
  | { type: "notice"; notice: State["notice"] }
  | { type: "hovered"; unit: number | null }
  | { type: "pinned"; unit: number }
  | { type: "cost-scale"; costScale: "linear" | "log" }
  | { type: "rail"; collapsed: boolean }
  | { type: "drawer"; section: string | null }
  | { type: "theme"; theme: Theme }
  | { type: "look" };

/** What a view may ask for. main.js provides them. */
export interface Actions {
  dispatch(action: Action): void;
  choose(path: string, value: unknown): void;
  play(): void;
  pause(): void;
  advance(iterations: number): void;
  /** Back to iteration 0; `redraw` takes new weights, `stop` pauses. */
  restart(options: { redraw: boolean; stop: boolean }): void;
  setSpeed(speed: Speed): void;
  /** The remedy for a diverged run. */
  calm(): void;
  retry(): void;
  setTheme(theme: Theme): void;
  setRail(collapsed: boolean): void;
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
