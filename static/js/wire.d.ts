/** The wire's types, written by scripts/wire_types.py from the server's models: do not edit. */

/** This frame has been painted. */
export type Ack = {
  type: "ack";
  frame: number;
};

/** An activation; null in `range` means unbounded, `curve` holds pairs (z, g(z)). */
export type ActivationChoice = {
  name: string;
  label: Words;
  help: Words;
  formula: string;
  derivative: string;
  range: [number | null, number | null];
  curve: [number, number][];
};

/** Train so many iterations, showing frames on the way. */
export type Advance = {
  type: "advance";
  iterations?: number;
};

/** Train so many iterations more. */
export type AdvanceBody = {
  /** Iterations to train, at least 1. */
  iterations: number;
};

/** Every choice of the product. */
export type Catalog = {
  version: string;
  fields: CatalogField[];
  data_sources: DataSourceChoice[];
  activations: ActivationChoice[];
  outputs: FormulaChoice[];
  init_schemes: InitSchemeChoice[];
  optimizers: FormulaChoice[];
  defaults: Configuration;
  limits: Record<string, number>;
};

/** One field of the configuration; a live one acts on a running run. */
export type CatalogField = {
  path: string;
  kind: "integer" | "number" | "choice" | "boolean";
  label: Words;
  help: Words;
  symbol: string;
  default: number | string | boolean;
  low: number | null;
  high: number | null;
  scale: "linear" | "log" | null;
  choices: string | null;
  live: boolean;
};

export type ClientMessage = Play | Pause | Advance | Reset | Update | Watch | Ack;

/** Everything that decides a run; the defaults are the course's lab. */
export type ConfigurationInput = {
  data?: DataConfigurationInput;
  network?: NetworkConfigurationInput;
  training?: TrainingConfigurationInput;
};

/** Everything that decides a run; the defaults are the course's lab. */
export type Configuration = {
  data: DataConfiguration;
  network: NetworkConfiguration;
  training: TrainingConfiguration;
};

/** The examples of a run, as columns. */
export type DataBody = {
  /** Features, (n_x, m). */
  X: number[][];
  /** Targets, (n_y, m). */
  Y: number[][];
  /** Class of each example. */
  label: number[];
  /** True where an example is trained on, false where it tests. */
  train: boolean[];
  /** The view: x1 low, x1 high, x2 low, x2 high. */
  bounds: [number, number, number, number];
};

/** Which examples. */
export type DataConfigurationInput = {
  /** Data. Which points the network learns to tell apart. */
  source?: string;
  /** Samples. How many examples are drawn. */
  samples?: number;
  /** Noise. Standard deviation of the noise. */
  noise?: number;
  /** Test share. Share of examples kept for testing. */
  test_share?: number;
  /** Data seed. Same seed, same examples. */
  seed?: number;
};

/** Which examples. */
export type DataConfiguration = {
  /** Data. Which points the network learns to tell apart. */
  source: string;
  /** Samples. How many examples are drawn. */
  samples: number;
  /** Noise. Standard deviation of the noise. */
  noise: number;
  /** Test share. Share of examples kept for testing. */
  test_share: number;
  /** Data seed. Same seed, same examples. */
  seed: number;
};

/** A data source; `thumbnail` holds (x1, x2, class), x in 0..1, x2 upwards. */
export type DataSourceChoice = {
  name: string;
  label: Words;
  help: Words;
  defaults: Record<string, number | string>;
  thumbnail: [number, number, number][];
};

/** A message was refused; it changed nothing. */
export type ErrorMessage = {
  type: "error";
  code: "invalid_message" | "wrong_state";
  detail: string;
  errors: FieldError[];
};

/** One field that breaks a rule. */
export type FieldError = {
  field: string;
  value: JsonValue;
  rule: string;
};

/** A record with a formula, as LaTeX. */
export type FormulaChoice = {
  name: string;
  label: Words;
  help: Words;
  formula: string;
};

/** `__metadata__.surface` and `.hidden`: pixel v stands for low + v / 255 * (high - low). */
export type FrameLevels = {
  low: number;
  high: number;
  bounds: [number, number, number, number] | null;
  /** Value at which the predicted class changes. */
  level: number | null;
};

/** `__metadata__.snapshot` of a frame. */
export type FrameSnapshot = {
  run: string;
  frame: number;
  iteration: number;
  epoch: number;
  state: RunState;
  train_cost: number | null;
  test_cost: number | null;
  train_accuracy: number | null;
  test_accuracy: number | null;
};

/** How the weights start. */
export type InitConfigurationInput = {
  /** Init scheme. How the weights start. */
  scheme?: string;
  /** Scale. Multiplies what the scheme draws. */
  scale?: number;
  /** Init seed. Same seed, same weights. */
  seed?: number;
};

/** How the weights start. */
export type InitConfiguration = {
  /** Init scheme. How the weights start. */
  scheme: string;
  /** Scale. Multiplies what the scheme draws. */
  scale: number;
  /** Init seed. Same seed, same weights. */
  seed: number;
};

/** An init scheme; without a default scale it takes none. */
export type InitSchemeChoice = {
  name: string;
  label: Words;
  help: Words;
  formula: string;
  default_scale: number | null;
};

export type JsonValue = unknown;

/** Which network. */
export type NetworkConfigurationInput = {
  /** Hidden width. How many hidden units. */
  hidden_width?: number;
  /** Activation. What each hidden unit makes of z = w · x + b. */
  activation?: string;
  /** Leaky slope. Slope of leaky ReLU for z < 0. */
  leaky_slope?: number;
  /** Output. Output activation and its loss. */
  output?: string;
  init?: InitConfigurationInput;
};

/** Which network. */
export type NetworkConfiguration = {
  /** Hidden width. How many hidden units. */
  hidden_width: number;
  /** Activation. What each hidden unit makes of z = w · x + b. */
  activation: string;
  /** Leaky slope. Slope of leaky ReLU for z < 0. */
  leaky_slope: number;
  /** Output. Output activation and its loss. */
  output: string;
  init: InitConfiguration;
};

/** Stop where the run is, an advance that is under way included. */
export type Pause = {
  type: "pause";
};

/** Go on at a speed. */
export type Play = {
  type: "play";
  iterations_per_second?: number | "max";
};

/** An error by RFC 9457 (application/problem+json). */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors: FieldError[];
};

/** Back to iteration 0: the same weights or, with redraw, the next seed's. */
export type Reset = {
  type: "reset";
  redraw?: boolean;
};

/** ready -> running <-> paused; from both to finished or diverged; reset leads back to ready. */
export type RunState = "ready" | "running" | "paused" | "finished" | "diverged";

/** A run as it stands; costs are without penalty, accuracies run from 0 to 1. */
export type RunSummary = {
  /** Name of the run in every address. */
  id: string;
  state: RunState;
  /** Parameter updates so far. */
  iteration: number;
  /** Passes over the training examples so far. */
  epoch: number;
  /** Mean loss over the training examples; null if not finite. */
  cost: number | null;
  /** The same over the test examples; null if there are none. */
  test_cost: number | null;
  train_accuracy: number | null;
  test_accuracy: number | null;
  /** Why the run ended, where it did. */
  reason: string | null;
  /** Learned numbers: n_h (n_x + 1) + n_y (n_h + 1). */
  parameter_count: number;
  configuration: Configuration;
};

export type ServerMessage = StateMessage | ErrorMessage;

/** Sent on connection and whenever state or configuration has changed. */
export type StateMessage = {
  type: "state";
  state: RunState;
  iteration: number;
  reason: string | null;
  configuration: Configuration;
};

/** How it learns. */
export type TrainingConfigurationInput = {
  /** Optimizer. How a gradient becomes an update. */
  optimizer?: string;
  /** Learning rate. How far one iteration moves. */
  learning_rate?: number;
};

/** How it learns. */
export type TrainingConfiguration = {
  /** Optimizer. How a gradient becomes an update. */
  optimizer: string;
  /** Learning rate. How far one iteration moves. */
  learning_rate: number;
};

/** Change live hyperparameters from here on. */
export type Update = {
  type: "update";
  training: TrainingConfigurationInput;
};

/** Choose what the frames carry. */
export type Watch = {
  type: "watch";
  channels?: ("surface" | "hidden" | "costs" | "parameters")[];
  /** Cells on a side of the surface. */
  resolution?: number;
  /** Cells on a side of a unit's map. */
  hidden_resolution?: number;
  max_fps?: number;
};

/** A text in the languages of the product. */
export type Words = {
  en: string;
  "zh-CN": string;
};
