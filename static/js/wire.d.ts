/** The wire's types, written by scripts/wire_types.py from the server's models: do not edit. */

/** This frame has been painted: the next one may come. */
export type Ack = {
  /** What kind of message it is. */
  type: "ack";
  /** Its number, from its snapshot. */
  frame: number;
};

/** An activation; null in `range` means unbounded, `curve` holds pairs (z, g(z)). */
export type ActivationChoice = {
  /** Its name in a configuration. */
  name: string;
  /** Its name on the page. */
  label: Words;
  /** A sentence about it. */
  help: Words;
  /** As LaTeX. */
  formula: string;
  /** Paths of its own fields. */
  constants: string[];
  /** As LaTeX. */
  derivative: string;
  /** Bounds of g; null: none. */
  range: [number | null, number | null];
  /** Pairs (z, g(z)), to draw it. */
  curve: [number, number][];
  /** |z| beyond which g' is below 1 % of its maximum; null: it has no such bound. */
  saturation: number | null;
};

/** Train so many iterations, showing frames on the way. */
export type Advance = {
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
  /** What kind of message it is. */
  type: "advance";
  /** Iterations to train. */
  iterations?: number;
};

/** Train so many iterations more. */
export type AdvanceBody = {
  /** Iterations to train, at least 1. */
  iterations: number;
};

/** A text in the languages of the product. */
export type Bilingual = {
  /** English. */
  en: string;
  /** Chinese. */
  "zh-CN": string;
};

/** Every choice of the product. */
export type Catalog = {
  /** Of the server. */
  version: string;
  /** Every field of a configuration. */
  fields: CatalogField[];
  /** What can be learned from. */
  data_sources: DataSourceChoice[];
  /** Of the hidden units. */
  activations: ActivationChoice[];
  /** Output activations with their losses. */
  outputs: FormulaChoice[];
  /** How weights start. */
  init_schemes: InitSchemeChoice[];
  /** How a gradient becomes an update. */
  optimizers: ConstantsChoice[];
  /** Number formats. */
  precisions: NamedChoice[];
  /** What `{}` stands for. */
  defaults: Configuration;
  /** What this server allows at most. */
  limits: Record<string, number>;
};

/** One field of the configuration; a live one acts on a running run. */
export type CatalogField = {
  /** Where it stands. */
  path: string;
  /** Its type. */
  kind: "integer" | "number" | "choice" | "boolean" | "list" | "object";
  /** Its name on the page. */
  label: Words;
  /** A sentence about it. */
  help: Words;
  /** Its letter in formulas, empty if it has none. */
  symbol: string;
  /** Where it stands in the formulas, as LaTeX; empty if it does not. */
  formula: string;
  /** Its value unless it is given or the source or scheme sets it. */
  default: number | string | boolean | string[] | null;
  /** Null is allowed too. */
  optional: boolean;
  /** Least value, for numbers. */
  low: number | null;
  /** Greatest value on this server, for numbers. */
  high: number | null;
  /** How a slider runs over them. */
  scale: "linear" | "log" | null;
  /** The list of this catalog that holds its choices. */
  choices: string | null;
  /** For a list of names: those that it may have. */
  options: string[] | null;
  /** It acts on a running run. */
  live: boolean;
};

/** Something that was changed by hand: a hyperparameter, or entries of a parameter. */
export type ChangeBody = {
  /** From here on it holds. */
  iteration: number;
  /** Its path in the configuration; or W1, b1, W2 or b2. */
  field: string;
  /** Null for a parameter, and for what was not set. */
  before: number | string | null;
  /** Null for a parameter, and for what is not set any more. */
  after: number | string | null;
};

/** Runs that are shown, to be held against the conditions of a lesson. */
export type CheckBody = {
  /** One to four runs. */
  runs: string[];
  /** Number of a step, from 1: its conditions; all of the lesson without it. */
  step?: number | null;
};

/** Each condition with what was found. */
export type CheckReply = {
  /** All of them hold. */
  met: boolean;
  /** In their order. */
  conditions: ConditionReply[];
};

/** A gradient entry by entry. */
export type CheckedEntries = {
  /** By the equations. */
  analytic: (number | null)[][];
  /** By central differences. */
  numeric: (number | null)[][];
  /** There is no derivative: moving the entry crosses a kink. */
  at_kink: boolean[][];
};

export type ClientMessage = Play | Pause | Advance | Seek | Reset | Update | Edit | Drive | Watch | Ack;

/** Analytic gradients a against numeric ones n, as vectors. */
export type ComparisonBody = {
  /** |n - a|. */
  difference: number | null;
  /** |n - a| / (|n| + |a|); 0 where both are 0. */
  relative_error: number | null;
  /** The relative error is at most the tolerance, or nothing is left of it. */
  passed: boolean;
};

/** A metric of a run at an iteration, within bounds or below that of another run. */
export type Condition = {
  /** Not less than this. */
  at_least: number | null;
  /** Not more than this. */
  at_most: number | null;
  /** More than this. */
  above: number | null;
  /** Less than this. */
  below: number | null;
  /** What is measured. */
  metric:
    | "cost"
    | "accuracy"
    | "r2"
    | "parameter_count"
    | "highest_cost"
    | "first_iteration"
    | "distinct_rows"
    | "largest_change"
    | "dead_units"
    | "saturated_share"
    | "lowest_prediction"
    | "highest_prediction"
    | "collapse_difference"
    | "gradient_error";
  /** Where; without it, where the run stands. */
  iteration: number | null;
  /** For `largest_change`: of this unit alone, from 0. */
  unit: number | null;
  /** For `first_iteration`: which cost. */
  cost: number | null;
  /** Of the runs shown, those that it is about. */
  where: Record<string, Limits | string | boolean | number | null>;
  /** The run whose same number is larger. */
  less_than: Record<string, Limits | string | boolean | number | null> | null;
};

/** A condition, and what was found. */
export type ConditionReply = {
  /** Number of its step, from 1. */
  step: number;
  /** It holds. */
  met: boolean;
  /** What was measured; null where there is no such number. */
  value: number | null;
  /** Of which run; null where none is what is asked for. */
  run: string | null;
  /** At which iteration; null where it was not measured. */
  iteration: number | null;
  /** What is asked. */
  asked: Words;
  /** What was measured, or why it was not. */
  found: Words;
};

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
  /** Its name in a configuration. */
  name: string;
  /** Its name on the page. */
  label: Words;
  /** A sentence about it. */
  help: Words;
  /** As LaTeX. */
  formula: string;
  /** Paths of its own fields. */
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
  /** Points. Own data: x1, x2 and class or target of each point. */
  points?: number[][] | null;
  /** Class names. Own data: names of the classes 0, 1, and so on. */
  labels?: string[] | null;
  /** View. What is shown, if it holds every point: x1 low, x1 high, x2 low, x2 high. */
  view?: number[] | null;
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
  /** Points. Own data: x1, x2 and class or target of each point. */
  points: number[][] | null;
  /** Class names. Own data: names of the classes 0, 1, and so on. */
  labels: string[] | null;
  /** View. What is shown, if it holds every point: x1 low, x1 high, x2 low, x2 high. */
  view: number[] | null;
};

/** A data source; `thumbnail` holds (x1, x2, class), x in 0..1, x2 upwards. */
export type DataSourceChoice = {
  /** Its name in a configuration. */
  name: string;
  /** Its name on the page. */
  label: Words;
  /** A sentence about it. */
  help: Words;
  /** Fields of `data` that it sets, by name. */
  defaults: Record<string, number | string>;
  /** Other fields that it sets, by path. */
  also_sets: Record<string, number | string>;
  /** Fewest and most classes; null: real targets. */
  classes: [number, number] | null;
  /** How many features. */
  n_x: number;
  /** A small sample: (x1, x2, class). */
  thumbnail: [number, number, number][];
};

/** Drive from here on: the connection that did watches on. */
export type Drive = {
  /** What kind of message it is. */
  type: "drive";
};

/** Set one entry of a parameter by hand; rows and columns count from 0. */
export type Edit = {
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
  /** What kind of message it is. */
  type: "edit";
  /** Which parameter. */
  name: "W1" | "b1" | "W2" | "b2";
  /** Its row, from 0: the unit. */
  row: number;
  /** Its column, from 0: the input. */
  column?: number;
  /** What is put there. */
  value: number;
};

/** One number of a parameter; rows and columns count from 0. */
export type Entry = {
  /** Which parameter. */
  name: "W1" | "b1" | "W2" | "b2";
  /** Its row, from 0: the unit. */
  row: number;
  /** Its column, from 0: the input. */
  column: number;
  /** What is put there. */
  value: number;
};

/** A message was refused; it changed nothing, unless it could only not be kept. */
export type ErrorMessage = {
  /** What kind of message it is. */
  type: "error";
  /** invalid_message: a field breaks a rule; wrong_state: not now; not_driving: another connection commands; not_kept: done, but the store failed. */
  code: "invalid_message" | "wrong_state" | "not_driving" | "not_kept";
  /** What is wrong, in a sentence. */
  detail: string;
  /** The command that is refused, if it had one. */
  id: number | null;
  /** Each field at fault. */
  errors: FieldError[];
};

/** One field that breaks a rule. */
export type FieldError = {
  /** Its path in what was sent. */
  field: string;
  /** What was sent there, shortened; null too where nothing was. */
  value: JsonValue;
  /** What it must be. */
  rule: string;
};

/** A record with a formula, as LaTeX. */
export type FormulaChoice = {
  /** Its name in a configuration. */
  name: string;
  /** Its name on the page. */
  label: Words;
  /** A sentence about it. */
  help: Words;
  /** As LaTeX. */
  formula: string;
};

/** `__metadata__.hidden_space`: what the axes are, and where the outputs' planes lie. */
export type FrameHiddenSpace = {
  /** activations: A1 itself, a unit an axis; else its first principal components. */
  kind: "activations" | "principal_components";
  /** (n_h,): what lies at the origin; 0 for A1 itself. */
  mean: number[];
  /** (k, n_h): the axes. An a of the hidden layer is at directions (a - mean). */
  directions: number[][];
  /** Each axis' share of the variance of A1, 0 to 1. */
  explained: number[];
  /** (n_y, k). */
  normal: number[][];
  /** (n_y,). */
  offset: number[];
  /** Z2 at which the predicted class changes, for one output. */
  level: number;
};

/** `__metadata__.z_histogram`: counts of each hidden unit's z over the training examples. */
export type FrameHistograms = {
  /** Edges of the bins, all equally wide: one more than bins. The outer bins hold what lies beyond, too. */
  edges: number[];
  /** Of each unit: share of its z with g' below 1 % of its maximum; null: g has none. */
  saturated: number[] | null;
  /** Of each unit: share of its z with g' = 0. */
  inactive: number[];
  /** Of each unit: g' is 0 on every example. */
  dead: boolean[];
  /** |z| beyond which g' is below 1 % of its maximum. */
  threshold: number | null;
  /** Of each unit: the mean of its A1. */
  mean_activation: number[];
  /** Share of all z of all units. */
  saturated_share: number | null;
  /** Share of the units. */
  dead_share: number;
};

/** `__metadata__.surface` and `.hidden`: pixel v stands for low + v / 255 * (high - low). */
export type FrameLevels = {
  /** What level 0 stands for. */
  low: number;
  /** What level 255 stands for. */
  high: number;
  /** The view, of the surface: x1 low, x1 high, x2 low, x2 high. */
  bounds: [number, number, number, number] | null;
  /** Value at which the predicted class changes. */
  level: number | null;
};

/** `__metadata__.snapshot` of a frame. */
export type FrameSnapshot = {
  /** Name of the run. */
  run: string;
  /** Counts the frames of a connection, from 1. */
  frame: number;
  /** Parameter updates so far. */
  iteration: number;
  /** Passes over the training examples so far. */
  epoch: number;
  /** ready, running, paused, finished or diverged. */
  state: RunState;
  /** Mean loss over the training examples; null if not finite. */
  train_cost: number | null;
  /** The same over the test examples; null if there are none. */
  test_cost: number | null;
  /** 0 to 1; null for real targets. */
  train_accuracy: number | null;
  /** The same over the test examples. */
  test_accuracy: number | null;
  /** 1 - mean squared error / variance; null for classes. */
  train_r2: number | null;
  /** The same over the test examples. */
  test_r2: number | null;
};

/** `__metadata__.trace`: what the columns are, and whether arrays with a column for each are left out. */
export type FrameTrace = {
  /** The one example; null: all training examples. */
  example: number | null;
  /** How many examples: what 1/m in the gradients stands for. */
  m: number;
  /** How many numbers those arrays have. */
  numbers: number;
  /** With more than so many they are left out; dW2 db2 dW1 db1 are there. */
  most: number;
};

/** Gradients of the objective over the training examples against central differences, in float64. */
export type GradientCheckBody = {
  /** Where the run stood. */
  iteration: number;
  /** Over all entries they agree. */
  passed: boolean;
  /** Largest relative error that passes. */
  tolerance: number;
  /** How far an entry is moved, to both sides. */
  step: number;
  /** Over all entries. */
  overall: ComparisonBody;
  /** Over the entries of each parameter. */
  by_parameter: Record<string, ComparisonBody>;
  /** Entries left out: moving them crosses a kink, where there is no derivative. */
  kinks: number;
  /** Where they were asked for. */
  entries: Record<string, CheckedEntries> | null;
};

/** What is checked; without it the objective over all training examples. */
export type GradientCheckRequest = {
  /** cost: without the penalty, as the six equations have it. */
  of?: "objective" | "cost";
  /** Number of one example, from 0, in the order of the data: its loss alone; all training examples without it. */
  example?: number | null;
  /** Return every entry too. */
  entries?: boolean;
};

/** The gradients of the objective, cost and penalty over the training examples, by name, as rows. */
export type GradientValues = {
  /** By the weights of the hidden units, (n_h, n_x). */
  dW1: (number | null)[][];
  /** By their biases, (n_h, 1); 0 in a network without biases. */
  db1: (number | null)[][];
  /** By the weights of the outputs, (n_y, n_h). */
  dW2: (number | null)[][];
  /** By their biases, (n_y, 1); 0 in a network without biases. */
  db2: (number | null)[][];
};

/** A group as it stands. */
export type GroupSummary = {
  /** Name of the group in every address. */
  id: string;
  /** Its runs, in the order of its frames. */
  runs: RunSummary[];
};

/** Costs and scores by iteration: columns of one length, null where there is no such number. */
export type HistoryColumns = {
  /** Strictly growing. */
  iteration: number[];
  /** Mean loss over the training examples, without penalty. */
  train_cost: (number | null)[];
  /** The same over the test examples. */
  test_cost: (number | null)[];
  /** Share of the training examples predicted rightly, 0 to 1. */
  train_accuracy: (number | null)[];
  /** The same of the test examples. */
  test_accuracy: (number | null)[];
  /** For real targets: 1 - mean squared error / variance. */
  train_r2: (number | null)[];
  /** The same over the test examples. */
  test_r2: (number | null)[];
};

/** A run that was brought back, and what of it was not. */
export type ImportedRun = {
  /** Name of the run in every address. */
  id: string;
  /** ready, running, paused, finished or diverged; one that plays is running while a stream of it is open, and paused else. */
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
  /** The same over the test examples. */
  test_accuracy: number | null;
  /** 1 - mean squared error / variance; null for classes. */
  train_r2: number | null;
  /** The same over the test examples. */
  test_r2: number | null;
  /** Why the run ended, or why it does not play on. */
  reason: string | null;
  /** Learned numbers: n_h (n_x + 1) + n_y (n_h + 1). */
  parameter_count: number;
  /** Resolved: every field. */
  configuration: Configuration;
  /** What the file does not hold, a sentence each. */
  left_behind: string[];
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
  /** Its name in a configuration. */
  name: string;
  /** Its name on the page. */
  label: Words;
  /** A sentence about it. */
  help: Words;
  /** As LaTeX. */
  formula: string;
  /** The scale unless one is given; null: it takes none. */
  default_scale: number | null;
};

export type JsonValue = unknown;

/** Which plane through the parameters, and how much of it. */
export type LandscapeBody = {
  /** random: two normal directions, each filter scaled to the length of the parameters' own; principal: those along which the path of the run so far extends furthest. */
  directions?: "random" | "principal";
  /** Points on a side; an odd number has the run in the middle. */
  resolution?: number;
  /** How far the plane extends to each side, in units of the directions. */
  span?: number;
  /** Draws random directions: same seed, same plane. */
  seed?: number;
};

/** The cost over a plane through the parameters, without penalty, in float64. */
export type LandscapeReply = {
  /** Where the run stood. */
  iteration: number;
  /** How the plane was chosen. */
  directions: "random" | "principal";
  /** Places along the first direction, from -span to span: the columns. */
  first: (number | null)[];
  /** Places along the second one: the rows. */
  second: (number | null)[];
  /** cost[i][j], over the training examples, at second[i] and first[j]. */
  cost: (number | null)[][];
  /** The same over the test examples, null if there are none. */
  test_cost: (number | null)[][] | null;
  /** The run's path so far. */
  path: PathBody;
  /** Share of the path's squared distances from here that lies in the plane. */
  explained: number | null;
  /** Of the angle between the directions: 0 is a right one. */
  cosine: number | null;
};

/** A lesson with all its steps. */
export type LessonBody = {
  /** Its name in addresses and links. */
  id: string;
  /** Its place, from 1. */
  number: number;
  /** What it is called. */
  title: Bilingual;
  /** What it is good for, in a sentence. */
  goal: Bilingual;
  /** One after the other. */
  steps: Step[];
};

/** All lessons. */
export type LessonList = {
  /** In their order. */
  lessons: LessonSummary[];
};

/** A lesson in the list of all. */
export type LessonSummary = {
  /** Its name in addresses and links. */
  id: string;
  /** Its place, from 1. */
  number: number;
  /** What it is called. */
  title: Words;
  /** What it is good for, in a sentence. */
  goal: Words;
  /** How many it has. */
  steps: number;
  /** The steps with conditions, from 1. */
  checked: number[];
};

/** Bounds of a number; those that are given count. */
export type Limits = {
  /** Not less than this. */
  at_least: number | null;
  /** Not more than this. */
  at_most: number | null;
  /** More than this. */
  above: number | null;
  /** Less than this. */
  below: number | null;
};

/** The run's forward pass in three forms, on this server: the same numbers, not the same time. */
export type LoopTimeBody = {
  /** Where the run stood. */
  iteration: number;
  /** Examples that the run has. */
  m: number;
  /** The first so many were measured: fewer where loops take long. */
  examples: number;
  /** Hidden units. */
  hidden_width: number;
  /** Seconds for matrices of all examples. */
  at_once: number;
  /** Seconds for a loop over examples. */
  by_examples: number;
  /** Seconds for a loop over examples and units. */
  by_units: number;
  /** Between any two of their numbers. */
  largest_difference: number | null;
};

/** One record of a registry. */
export type NamedChoice = {
  /** Its name in a configuration. */
  name: string;
  /** Its name on the page. */
  label: Words;
  /** A sentence about it. */
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

/** Something about a table that is no error, yet good to know. */
export type NoteReply = {
  /** Which. */
  code: string;
  /** As a sentence. */
  text: Words;
};

/** One answer to choose. */
export type Option = {
  /** What it says. */
  text: Bilingual;
  /** It is so. */
  right: boolean;
};

/** The parameters at one moment, by name, as rows. */
export type ParameterValues = {
  /** Weights of the hidden units, (n_h, n_x). */
  W1: (number | null)[][];
  /** Biases of the hidden units, (n_h, 1). */
  b1: (number | null)[][];
  /** Weights of the outputs, (n_y, n_h). */
  W2: (number | null)[][];
  /** Biases of the outputs, (n_y, 1). */
  b2: (number | null)[][];
};

/** Where the path of the run lies in the plane: the nearest places, in units of the directions. */
export type PathBody = {
  /** The moments that the run remembers, the last one now. */
  iteration: number[];
  /** Along the first direction. */
  first: (number | null)[];
  /** Along the second one. */
  second: (number | null)[];
};

/** Stop where the run is, an advance that is under way included. */
export type Pause = {
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
  /** What kind of message it is. */
  type: "pause";
};

/** Go on at a speed. */
export type Play = {
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
  /** What kind of message it is. */
  type: "play";
  /** The speed; `max` is as fast as the server can. */
  iterations_per_second?: number | "max";
};

/** Examples to predict, a row each, as the data come: standardized by the server where training is. */
export type PredictBody = {
  /** Rows of features, as many as the run's data have: (x1, x2), or (x) alone. */
  X: number[][];
};

/** What the network says of each example. */
export type Predictions = {
  /** A row for each example: A2, one number or one for each class. */
  Y_hat: (number | null)[][];
  /** Number of the class that is predicted; null for real targets. */
  label: number[] | null;
};

/** An error by RFC 9457 (application/problem+json). */
export type Problem = {
  /** Kind of the problem: the status says it all. */
  type: string;
  /** What went wrong, in a word. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** What went wrong here. */
  detail: string;
  /** Each field at fault. */
  errors: FieldError[];
};

/** What to predict before it is seen. */
export type Question = {
  /** The question. */
  ask: Bilingual;
  /** Answers, one of them right. */
  options: Option[];
  /** What is so, told after the prediction. */
  answer: Bilingual;
};

/** One network at one moment. */
export type ReadingBody = {
  /** Mean loss over the training examples, without penalty. */
  train_cost: number | null;
  /** The same over the test examples, null if there are none. */
  test_cost: number | null;
  /** 0 to 1; null for real targets. */
  train_accuracy: number | null;
  /** The same over the test examples. */
  test_accuracy: number | null;
  /** Root of the sum of squares of the gradients of the objective, by name. */
  gradient_norms: Record<string, number | null>;
  /** Share of all z on training examples where g' is below 1 % of its maximum; null for an activation that does not saturate. */
  saturated: number | null;
  /** Share of the hidden units whose g' is 0 on every training example. */
  dead: number | null;
};

/** Back to iteration 0: the same weights or, with redraw, the next seed's. */
export type Reset = {
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
  /** What kind of message it is. */
  type: "reset";
  /** Draw new weights, by the next seed. */
  redraw?: boolean;
};

/** ready -> running <-> paused; from both to finished or diverged; reset leads back to ready. */
export type RunState = "ready" | "running" | "paused" | "finished" | "diverged";

/** A run as it stands; costs are without penalty, accuracies run from 0 to 1. */
export type RunSummary = {
  /** Name of the run in every address. */
  id: string;
  /** ready, running, paused, finished or diverged; one that plays is running while a stream of it is open, and paused else. */
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
  /** The same over the test examples. */
  test_accuracy: number | null;
  /** 1 - mean squared error / variance; null for classes. */
  train_r2: number | null;
  /** The same over the test examples. */
  test_r2: number | null;
  /** Why the run ended, or why it does not play on. */
  reason: string | null;
  /** Learned numbers: n_h (n_x + 1) + n_y (n_h + 1). */
  parameter_count: number;
  /** Resolved: every field. */
  configuration: Configuration;
};

/** A configuration to be trained from several scales of the init scheme. */
export type ScaleSweepBody = {
  /** What is trained; its `init.scale` does not count. */
  configuration?: ConfigurationInput;
  /** In place of `network.init.scale`, one run each. */
  scales: number[];
  /** Iterations of each run; stop conditions do not count. */
  iterations?: number;
};

/** The cost after so many iterations against the scale of the start. */
export type ScaleSweepReply = {
  /** Iterations of each run. */
  iterations: number;
  /** One for each scale, in the order asked for. */
  runs: ScaledRunBody[];
};

/** The run from one scale. */
export type ScaledRunBody = {
  /** The scale of its start. */
  scale: number;
  /** At iteration 0. */
  start: ReadingBody;
  /** After the last iteration; null if it diverged on the way. */
  end: ReadingBody | null;
  /** The iteration at which it diverged; null if it did not. */
  diverged_at: number | null;
};

/** Go to any iteration that was reached, exactly. */
export type Seek = {
  /** A number of the client's own. */
  id?: number | null;
  /** In a group: the one run that is meant, else all. */
  run?: string | null;
  /** What kind of message it is. */
  type: "seek";
  /** 0 to the furthest iteration that was reached. */
  iteration: number;
};

export type ServerMessage = StateMessage | ErrorMessage;

/** What one click makes of the page; what is left out stays as it is. */
export type Setup = {
  /** New networks, one to four on the same data. */
  networks: Record<string, JsonValue>[];
  /** Numbers set by hand at iteration 0, in every network. */
  edits: Entry[];
  /** Trained so far; needs networks. */
  iteration: number;
  /** The hidden unit that is pinned, from 0. */
  unit: number | null;
  /** The lines of all hidden units. */
  lines: boolean;
  /** Which panel is open. */
  panel: "microscope" | "space" | "iteration" | "weights" | "symmetry" | "scale" | "landscape" | null;
  /** What the panel symmetry shows where there is room for one half. */
  half: "symmetry" | "collapse" | null;
};

/** Sent on connection and whenever state, configuration or driver has changed. */
export type StateMessage = {
  /** What kind of message it is. */
  type: "state";
  /** Name of the run. */
  run: string;
  /** ready, running, paused, finished or diverged. */
  state: RunState;
  /** Parameter updates so far. */
  iteration: number;
  /** Why the run ended, where it did. */
  reason: string | null;
  /** Resolved: every field. */
  configuration: Configuration;
  /** Commands of this connection are obeyed. */
  drives: boolean;
  /** Ids of the commands that have been obeyed and kept since. */
  answers: number[];
  /** What was changed by hand, the latest ones in order, what lies ahead of a run that has gone back too. */
  changes: ChangeBody[];
};

/** One prompt, and what goes with it; done when its conditions are met. */
export type Step = {
  /** What is so, in a few words. */
  fact: Bilingual;
  /** What to do; stands behind the fact, in bold. */
  deed: Bilingual;
  /** More about it, in a sentence or two. */
  note: Bilingual | null;
  /** What the page is to show; null: as it is. */
  setup: Setup | null;
  /** What to look at. */
  highlight:
    | "network"
    | "units"
    | "surface"
    | "cost"
    | "cards"
    | "inside"
    | "parameters"
    | "width"
    | "activation"
    | "scale"
    | "new-draw"
    | "rate"
    | "play"
    | "steps"
    | null;
  /** What to predict first. */
  question: Question | null;
  /** What the server checks, from the runs. */
  conditions: Condition[];
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

/** A table as text, with columns that comma, semicolon or tab part. */
export type TableBody = {
  /** Its lines. */
  text: string;
  /** What the third column holds; auto: numbers too many to be classes are targets. */
  third?: "auto" | "classes" | "targets";
};

/** The first thing that is wrong with a table; what is not about one line or column has null there. */
export type TableFault = {
  /** The line of the text, from 1. */
  row: number | null;
  /** From 1. */
  column: number | null;
  /** What stands there, shortened. */
  value: string | null;
  /** What it must be. */
  rule: string;
};

/** What was read: values or a fault, the other is null. */
export type TableReply = {
  /** The table. */
  values: TableValues | null;
  /** Why it is none. */
  fault: TableFault | null;
};

/** What a table holds, as `data.points` and `data.labels` take it. */
export type TableValues = {
  /** x1, x2 and label or target, row by row. */
  points: [number, number, number][];
  /** Names of the classes 0, 1, and so on; null for targets. */
  labels: string[] | null;
  /** Names of the columns, where they have some. */
  header: [string, string, string] | null;
  /** What is good to know about it. */
  notes: NoteReply[];
};

/** An array. */
export type TensorBody = {
  /** Type of its numbers. */
  dtype: "float64" | "float32" | "uint32" | "int16" | "uint8";
  /** Length of each axis. */
  shape: number[];
  /** The numbers as nested lists, null where one is not finite. */
  values: unknown[];
};

/** Forward and backward pass with their numbers; examples are columns, gradients are of the cost alone. */
export type TraceBody = {
  /** The one example, None: all training examples. */
  example: number | null;
  /** How many examples: the columns, and what 1/m in the gradients stands for. */
  m: number;
  /** Rows and columns of each, by name. */
  shapes: Record<string, number[]>;
  /** What the network is given, (n_x, m). */
  X: (number | null)[][];
  /** What it should answer, (n_y, m). */
  Y: (number | null)[][];
  /** W1 X + b1, (n_h, m). */
  Z1: (number | null)[][];
  /** g(Z1), (n_h, m). */
  A1: (number | null)[][];
  /** W2 A1 + b2, (n_y, m). */
  Z2: (number | null)[][];
  /** The prediction, (n_y, m). */
  A2: (number | null)[][];
  /** A2 - Y, (n_y, m), without 1/m. */
  dZ2: (number | null)[][];
  /** dZ2 A1^T / m, (n_y, n_h). */
  dW2: (number | null)[][];
  /** Sum of dZ2 over the examples / m, (n_y, 1). */
  db2: (number | null)[][];
  /** W2^T dZ2 * g'(Z1), (n_h, m), without 1/m. */
  dZ1: (number | null)[][];
  /** dZ1 X^T / m, (n_h, n_x). */
  dW1: (number | null)[][];
  /** Sum of dZ1 over the examples / m, (n_h, 1). */
  db1: (number | null)[][];
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
  /** What kind of message it is. */
  type: "update";
  /** The fields that change. */
  training: TrainingConfigurationInput;
};

/** One channel of a frame, or one view that frames do not carry. */
export type ViewBody = {
  /** Its name. */
  view:
    | "surface"
    | "boundary"
    | "hidden"
    | "costs"
    | "accuracies"
    | "parameters"
    | "gradients"
    | "z_histogram"
    | "hidden_space"
    | "trace"
    | "update"
    | "symmetry"
    | "linear_collapse"
    | "confusion_matrix"
    | "gradient_norms"
    | "path";
  /** The run at this moment; its `frame` is 0. */
  snapshot: FrameSnapshot;
  /** What the tensors' numbers stand for, as in `__metadata__` of a frame. */
  metadata: Record<string, JsonValue>;
  /** By name, as in a frame. */
  tensors: Record<string, TensorBody>;
};

/** Choose what the frames carry; a field that is left out takes its default. */
export type Watch = {
  /** What kind of message it is. */
  type: "watch";
  /** What each frame has, by name. */
  channels?: (
    | "surface"
    | "boundary"
    | "hidden"
    | "costs"
    | "accuracies"
    | "parameters"
    | "gradients"
    | "z_histogram"
    | "hidden_space"
    | "trace"
    | "update"
  )[];
  /** Cells on a side of the surface. */
  resolution?: number;
  /** Cells on a side of a unit's map. */
  hidden_resolution?: number;
  /** Frames a second, at most. */
  max_fps?: number;
  /** For `trace`: the number of one example, from 0, in the order of the data; all training examples without it. */
  example?: number | null;
};

/** A text in the languages of the product. */
export type Words = {
  /** English. */
  en: string;
  /** Chinese. */
  "zh-CN": string;
};

/** A difference that must be small. */
export type WorkedCheckBody = {
  /** What is compared. */
  name: string;
  /** The largest difference. */
  value: number;
  /** The most that it may be. */
  bound: number;
  /** It is not larger. */
  holds: boolean;
};

/** One worked example; what it does not have is empty or null. */
export type WorkedExampleBody = {
  /** Its name. */
  name: "one-example" | "five-examples" | "shapes" | "keepdims" | "deep-collapse";
  /** What must hold. */
  checks: WorkedCheckBody[];
  /** A forward and backward pass. */
  passed: WorkedPassBody | null;
  /** Networks and the shapes of their arrays. */
  shapes: WorkedShapesBody[];
  /** Shapes where sums over the examples lose their axis: of db1, and of b1 after an update. */
  without_keepdims: Record<string, number[]>;
  /** Linear layers on top of each other. */
  stacks: WorkedStackBody[];
};

/** Examples through a network, forth and back; examples are columns. */
export type WorkedPassBody = {
  /** Of the hidden units. */
  activation: string;
  /** Of the output unit. */
  output: string;
  /** How many examples. */
  m: number;
  /** X Y, W1 b1 W2 b2, Z1 A1 Z2 A2, losses, dA2 dZ2 dW2 db2 dA1 slopes dZ1 dW1 db1; dA1 is W2^T dZ2, slopes are g'(Z1). */
  arrays: Record<string, (number | null)[][]>;
};

/** Rows and columns of every array of a network n_x - n_h - n_y with m examples. */
export type WorkedShapesBody = {
  /** Features. */
  n_x: number;
  /** Hidden units. */
  n_h: number;
  /** Outputs. */
  n_y: number;
  /** Examples. */
  m: number;
  /** By name. */
  shapes: Record<string, number[]>;
  /** Parameters: n_h (n_x + 1) + n_y (n_h + 1). */
  count: number;
};

/** A stack of linear layers, and the one layer W' X + b' that it is. */
export type WorkedStackBody = {
  /** From the features to the output. */
  widths: number[];
  /** The product of all weights. */
  W_prime: (number | null)[][];
  /** What the biases amount to. */
  b_prime: (number | null)[][];
  /** Between both for 100 examples, relative to the largest output. */
  relative_difference: number;
};
