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
  constants: string[];
  derivative: string;
  range: [number | null, number | null];
  curve: [number, number][];
};

/** Train so many iterations, showing frames on the way. */
export type Advance = {
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
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
  optimizers: ConstantsChoice[];
  precisions: NamedChoice[];
  defaults: Configuration;
  limits: Record<string, number>;
};

/** One field of the configuration; a live one acts on a running run. */
export type CatalogField = {
  path: string;
  kind: "integer" | "number" | "choice" | "boolean" | "list" | "object";
  label: Words;
  help: Words;
  symbol: string;
  default: number | string | boolean | string[] | null;
  /** Null is allowed too. */
  optional: boolean;
  low: number | null;
  high: number | null;
  scale: "linear" | "log" | null;
  choices: string | null;
  live: boolean;
};

export type ClientMessage = Play | Pause | Advance | Seek | Reset | Update | Edit | Drive | Watch | Ack;

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

/** A record with constants of its own: paths of fields that count only where this record is chosen. */
export type ConstantsChoice = {
  name: string;
  label: Words;
  help: Words;
  formula: string;
  constants: string[];
};

/** The examples of a run, as columns. */
export type DataBody = {
  /** Features, (n_x, m). */
  X: number[][];
  /** Targets, (n_y, m). */
  Y: number[][];
  /** Class of each example; null for real targets. */
  label: number[] | null;
  /** Name of each class, empty for real targets. */
  class_names: string[];
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
  /** Classes. How many classes the source draws, where it can. */
  classes?: number;
  /** Standardize. Train on features with mean 0 and standard deviation 1. */
  standardize?: boolean;
  /** Points. Own data: x1, x2 and class of each point. */
  points?: number[][] | null;
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
  /** Classes. How many classes the source draws, where it can. */
  classes: number;
  /** Standardize. Train on features with mean 0 and standard deviation 1. */
  standardize: boolean;
  /** Points. Own data: x1, x2 and class of each point. */
  points: number[][] | null;
};

/** A data source; `thumbnail` holds (x1, x2, class), x in 0..1, x2 upwards. */
export type DataSourceChoice = {
  name: string;
  label: Words;
  help: Words;
  defaults: Record<string, number | string>;
  also_sets: Record<string, number | string>;
  classes: [number, number] | null;
  n_x: number;
  thumbnail: [number, number, number][];
};

/** Drive from here on: the connection that did watches on. */
export type Drive = {
  type: "drive";
};

/** Set one entry of a parameter by hand; rows and columns count from 0. */
export type Edit = {
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
  type: "edit";
  name: "W1" | "b1" | "W2" | "b2";
  row: number;
  column?: number;
  value: number;
};

/** A message was refused; it changed nothing. */
export type ErrorMessage = {
  type: "error";
  code: "invalid_message" | "wrong_state" | "not_driving" | "not_kept";
  detail: string;
  /** The command that is refused, if it had one. */
  id: number | null;
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
  train_r2: number | null;
  test_r2: number | null;
};

/** How the weights start. */
export type InitConfigurationInput = {
  /** Init scheme. How the weights start. */
  scheme?: string;
  /** Scale. Multiplies what the scheme draws. */
  scale?: number;
  /** Init seed. Same seed, same weights. */
  seed?: number;
  /** Set to zero. Parameters set to 0 after the draw. */
  zero?: ("W1" | "b1" | "W2" | "b2")[];
  /** Bias scale. Draws the biases too, from a normal times this. */
  bias_scale?: number;
};

/** How the weights start. */
export type InitConfiguration = {
  /** Init scheme. How the weights start. */
  scheme: string;
  /** Scale. Multiplies what the scheme draws. */
  scale: number;
  /** Init seed. Same seed, same weights. */
  seed: number;
  /** Set to zero. Parameters set to 0 after the draw. */
  zero: ("W1" | "b1" | "W2" | "b2")[];
  /** Bias scale. Draws the biases too, from a normal times this. */
  bias_scale: number;
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

/** One record of a registry. */
export type NamedChoice = {
  name: string;
  label: Words;
  help: Words;
};

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
  /** Biases. Without them every unit line runs through 0. */
  biases?: boolean;
  init?: InitConfigurationInput;
  /** Start. Explicit parameters instead of a draw. */
  start?: Record<string, number[][]> | null;
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
  /** Biases. Without them every unit line runs through 0. */
  biases: boolean;
  init: InitConfiguration;
  /** Start. Explicit parameters instead of a draw. */
  start: Record<string, number[][]> | null;
};

/** Stop where the run is, an advance that is under way included. */
export type Pause = {
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
  type: "pause";
};

/** Go on at a speed. */
export type Play = {
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
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
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
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
  /** Null for real targets. */
  train_accuracy: number | null;
  test_accuracy: number | null;
  /** 1 - mean squared error / variance; null for classes. */
  train_r2: number | null;
  test_r2: number | null;
  /** Why the run ended, where it did. */
  reason: string | null;
  /** Learned numbers: n_h (n_x + 1) + n_y (n_h + 1). */
  parameter_count: number;
  configuration: Configuration;
};

/** Go to any iteration that was reached, exactly. */
export type Seek = {
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
  type: "seek";
  iteration: number;
};

export type ServerMessage = StateMessage | ErrorMessage;

/** Sent on connection and whenever state, configuration or driver has changed. */
export type StateMessage = {
  type: "state";
  run: string;
  state: RunState;
  iteration: number;
  reason: string | null;
  configuration: Configuration;
  /** Commands of this connection are obeyed. */
  drives: boolean;
  /** Ids of the commands that have been obeyed and kept since. */
  answers: number[];
};

/** When a run is finished; None never stops it. */
export type StopConfigurationInput = {
  /** Stop at iteration. Stop after so many iterations. */
  iteration?: number | null;
  /** Stop at cost. Stop when the training cost is below this. */
  cost_below?: number | null;
  /** Stop without progress. Stop when the training cost has not fallen by 1e-6 for so many iterations. */
  no_progress?: number | null;
};

/** When a run is finished; None never stops it. */
export type StopConfiguration = {
  /** Stop at iteration. Stop after so many iterations. */
  iteration: number | null;
  /** Stop at cost. Stop when the training cost is below this. */
  cost_below: number | null;
  /** Stop without progress. Stop when the training cost has not fallen by 1e-6 for so many iterations. */
  no_progress: number | null;
};

/** How it learns. */
export type TrainingConfigurationInput = {
  /** Optimizer. How a gradient becomes an update. */
  optimizer?: string;
  /** Learning rate. How far one iteration moves. */
  learning_rate?: number;
  /** Batch size. Examples an iteration learns from; null is all. */
  batch_size?: number | null;
  /** Batch seed. Same seed, same order of mini-batches. */
  seed?: number;
  /** L1 penalty. Pulls weights to exactly 0. */
  l1?: number;
  /** L2 penalty. Keeps weights small. */
  l2?: number;
  /** Momentum. Share of the velocity that is kept. */
  momentum?: number;
  /** Rho. RMSprop: memory of squared gradients. */
  rho?: number;
  /** Beta 1. Adam: memory of gradients. */
  beta1?: number;
  /** Beta 2. Adam: memory of squared gradients. */
  beta2?: number;
  /** Epsilon. Keeps RMSprop and Adam from dividing by 0. */
  epsilon?: number;
  /** Precision. Number format of the training. */
  precision?: string;
  stop?: StopConfigurationInput;
};

/** How it learns. */
export type TrainingConfiguration = {
  /** Optimizer. How a gradient becomes an update. */
  optimizer: string;
  /** Learning rate. How far one iteration moves. */
  learning_rate: number;
  /** Batch size. Examples an iteration learns from; null is all. */
  batch_size: number | null;
  /** Batch seed. Same seed, same order of mini-batches. */
  seed: number;
  /** L1 penalty. Pulls weights to exactly 0. */
  l1: number;
  /** L2 penalty. Keeps weights small. */
  l2: number;
  /** Momentum. Share of the velocity that is kept. */
  momentum: number;
  /** Rho. RMSprop: memory of squared gradients. */
  rho: number;
  /** Beta 1. Adam: memory of gradients. */
  beta1: number;
  /** Beta 2. Adam: memory of squared gradients. */
  beta2: number;
  /** Epsilon. Keeps RMSprop and Adam from dividing by 0. */
  epsilon: number;
  /** Precision. Number format of the training. */
  precision: string;
  stop: StopConfiguration;
};

/** Change live hyperparameters from here on. */
export type Update = {
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
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
