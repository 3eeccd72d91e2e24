/** What the panel "iteration" says; static/js/text.js says how sentences are found. */
import { formatCount, formatDigits, formatPlain } from "../format.js";
import { say, sayCount } from "../language.js";

/** @typedef {"equations" | "graph" | "loops" | "examples"} ViewName */

export const shows = say("Show");
/** @type {Record<ViewName, string>} */
export const views = {
  equations: say("Equations"),
  graph: say("Graph"),
  loops: say("Loops"),
  examples: say("Examples"),
};
export const examplesShown = say("Examples shown");
export const oneExample = say("One example");
/** @param {number} m */
export const allExamples = (m) => say("All m = {m}", { m: formatCount(m) });
export const exampleNumber = say("Number of the example");
export const columnsAre = say("Rows: units, in X features. Columns: examples.");
export const oneColumn = say("One column: x, and what each layer makes of it.");
export const nextEquation = say("Next equation");
export const nextEquationKey = say("Next equation (E)");
export const walkTitle = say("Walk through: equation by equation, then the update, and again");
export const stopWalk = say("Stop here");
export const pace = say("Seconds for each equation");
/** @param {number} seconds */
export const secondsEach = (seconds) => say("{seconds}\u202fs", { seconds: formatPlain(seconds) });

export const forward = say("Forward pass");
export const backward = say("Backward pass");
export const update = say("Update");
/** What each equation is about. @type {string[]} */
export const about = [
  say("linear"),
  say("activation"),
  say("linear"),
  say("output"),
  say("cost"),
  say("prediction"),
  say("error"),
  say("weights"),
  say("biases"),
  say("chain rule"),
  say("weights"),
  say("biases"),
];
export const lossOfOne = say("loss");
export const noBiases = say("not used: no biases");
/** @param {number} number @param {string} what */
export const equationNamed = (number, what) => say("Equation {number}: {what}", { number, what });
/** @param {string} name @param {number} rows @param {number} columns */
export const matrixNamed = (name, rows, columns) =>
  say("{name}, {rows} by {columns}: choose an entry", { name, rows, columns: formatCount(columns) });
/** @param {string} name */
export const entriesOf = (name) => say("Entries of {name}", { name });
/** @param {number} row @param {number} column */
export const entryAt = (row, column) =>
  say("Row {row}, column {column}", { row: formatCount(row), column: formatCount(column) });
/** @param {number} number */
export const unit = (number) => say("unit {number}", { number: formatCount(number) });
/** @param {number} number */
export const outputUnit = (number) => say("output {number}", { number });
/** @param {number} number */
export const example = (number) => say("ex. {number}", { number: formatCount(number) });

/**
 * Where an entry of each result comes from.
 * @typedef {{ unit: number, example: number, input: number, output: number, m: number, one: boolean }} Places from 1
 * @type {((places: Places) => string)[]}
 */
export const origins = [
  ({ unit: i, example: k }) =>
    say("The weights of unit {unit} times example {example}, plus its bias", {
      unit: i,
      example: formatCount(k),
    }),
  ({ unit: i, example: k }) =>
    say("The activation of unit {unit} for example {example}", { unit: i, example: formatCount(k) }),
  ({ example: k }) =>
    say("The output weights times the activations of example {example}, plus the bias", {
      example: formatCount(k),
    }),
  ({ example: k }) => say("What the network says of example {example}", { example: formatCount(k) }),
  ({ m, one }) =>
    one
      ? say("How far the output is from y")
      : say("The mean of the losses of {m} examples", { m: formatCount(m) }),
  ({ example: k }) => say("What is predicted for example {example}", { example: formatCount(k) }),
  ({ example: k }) => say("Output minus target of example {example}", { example: formatCount(k) }),
  ({ unit: i, m, one }) =>
    one
      ? say("dz of the output times the activation of unit {unit}", { unit: i })
      : say("dZ of the output times the activation of unit {unit}, mean over the {m} examples", {
          unit: i,
          m: formatCount(m),
        }),
  ({ m, one }) =>
    one
      ? say("dz of the output")
      : say("dZ of the output, mean over the {m} examples", { m: formatCount(m) }),
  ({ unit: i, example: k }) =>
    say(
      "The error of example {example}, back through the output weight of unit {unit}, times the slope there",
      {
        unit: i,
        example: formatCount(k),
      },
    ),
  ({ unit: i, input, m, one }) =>
    one
      ? say("dz of unit {unit} times x{input}", { unit: i, input })
      : say("dZ of unit {unit} times x{input}, mean over the {m} examples", {
          unit: i,
          input,
          m: formatCount(m),
        }),
  ({ unit: i, m, one }) =>
    one
      ? say("dz of unit {unit}", { unit: i })
      : say("dZ of unit {unit}, mean over the {m} examples", { unit: i, m: formatCount(m) }),
  () => say("Before, less what is taken away"),
];

/** @param {number} count @param {string} sum */
export const more = (count, sum) =>
  sayCount("{count} more: {sum}", "{count} more: {sum}", count, { count: formatCount(count), sum });
/** @param {string} numbers */
export const largestOf = (numbers) => say("the largest of ({numbers})", { numbers });
/** @param {number} value @param {number} difference @param {number} error of all entries, relative */
export const finiteDifference = (value, difference, error) =>
  say("Finite difference {value}, differs by {difference}. All entries: relative error {error}", {
    value: formatDigits(value),
    difference: formatDigits(difference, 1),
    error: formatDigits(error, 1),
  });
export const atKink = say("No finite difference: moving this entry crosses a kink.");
export const checkWaits = say("Finite differences are taken while the run stands still.");
export const checking = say("Finite difference\u2026");
export const checkTooLong = say("Finite differences of all examples would take too long: look at one.");
export const checkFailed = say("Finite differences are not to be had now.");
/** @param {number} numbers @param {number} most */
export const tooMany = (numbers, most) =>
  say("All examples together would be {numbers} numbers, over {most}: look at one example.", {
    numbers: formatCount(numbers),
    most: formatCount(most),
  });

/** @param {string} rate */
export const plainUpdate = (rate) => say("Update by gradient descent, \u03b1 = {rate}.", { rate });
/** @param {string} optimizer */
export const otherUpdate = (optimizer) =>
  say("Update by {optimizer}: what it really takes away.", { optimizer });
/** @param {number} m */
export const ofTheMean = (m) => say("It takes the mean gradient of all {m} examples.", { m: formatCount(m) });
/** @param {number} size @param {number} m */
export const ofABatch = (size, m) =>
  say("It learns from the next {size} of {m} examples, not from the gradient above.", {
    size: formatCount(size),
    m: formatCount(m),
  });
export const withPenalty = say("The penalty's gradient comes on top of dW.");
export const doUpdate = say("Do 1 iteration");
export const ended = say("The run has ended: nothing more is taken away.");

export const graphName = say("The iteration as a computation graph");
export const graphOfOne = say("Over each arrow what goes forward, under it the gradient that comes back.");
export const graphOfAll = say(
  "Norms over all examples: over each arrow what goes forward, under it what comes back.",
);

export const loopsAbout = say(
  "The forward pass of all examples, written in three ways. The numbers are the same.",
);
export const unitByUnit = say("Unit by unit");
export const exampleByExample = say("Example by example");
export const allAtOnce = say("All at once");
/** @param {number} m @param {number} units */
export const broadcast = (m, units) =>
  say("b is added to each column: ({units}, 1) becomes ({units}, {m}).", { units, m });
export const measure = say("Measure");
export const measuring = say("Measuring\u2026");
export const cancel = say("Cancel");
/** @param {string} factor */
export const timesSlower = (factor) => say("{factor} times slower", { factor });
/** @param {string} difference */
export const sameNumbers = (difference) =>
  say("Largest difference between any two numbers: {difference}", { difference });
/** @param {number} examples @param {number} m */
export const measuredOn = (examples, m) =>
  examples < m
    ? say("Measured on this server with the first {examples} of {m} examples.", {
        examples: formatCount(examples),
        m: formatCount(m),
      })
    : say("Measured on this server with {examples} examples.", { examples: formatCount(examples) });
/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 1e-3) return say("{number}\u202f\u00b5s", { number: formatDigits(seconds * 1e6, 3) });
  if (seconds < 1) return say("{number}\u202fms", { number: formatDigits(seconds * 1e3, 3) });
  return say("{number}\u202fs", { number: formatDigits(seconds, 3) });
}

/** @type {Record<string, string>} */
export const worked = {
  "one-example": say("3-4-1, one example"),
  "five-examples": say("3-4-1, five examples"),
  shapes: say("Shapes"),
  keepdims: say("keepdims"),
  "deep-collapse": say("Linear layers"),
};
/** @type {Record<string, string>} */
export const workedAbout = {
  "one-example": say("Three features, four hidden units, one output; sigmoid everywhere, y = 1."),
  "five-examples": say("Each column is an example by itself, and the gradients are means over the five."),
  shapes: say("Parameters: n_h (n_x + 1) + n_y (n_h + 1). b is added to each column."),
  keepdims: say("Without keepdims a sum loses its axis, and b1 becomes a matrix without a word."),
  "deep-collapse": say("However many linear layers, however wide: they are one, W' x + b'."),
};
/** @type {Record<string, string>} */
export const checks = {
  unit_by_unit: say("Unit by unit gives the same numbers"),
  example_by_example: say("Each column is that example's single pass"),
  mean_of_gradients: say("The gradient is the mean of the five single ones"),
  chain_rule: say("da times the slope of \u03c3 is a \u2212 y"),
  numeric_dZ1: say("dZ1 agrees with finite differences"),
  numeric_dZ2: say("dZ2 / m is the cost's derivative by Z2: finite differences agree"),
  collapse: say("One layer gives the same outputs"),
};
/** @param {string} value @param {string} bound */
export const differs = (value, bound) => say("differs by {value}, at most {bound}", { value, bound });
export const holds = say("holds");
export const fails = say("fails");
export const network = say("Network");
export const parameters = say("Parameters");
/** @param {string} widths @param {number} m */
export const networkWith = (widths, m) =>
  sayCount("{widths}, {m} example", "{widths}, {m} examples", m, { widths, m: formatCount(m) });
export const outputBackwards = say("The output, backwards");
export const hiddenBackwards = say("Unit 1, backwards");
export const withKeepdims = say("with keepdims=True");
export const withoutKeepdims = say("without");
export const relativeDifference = say("Relative difference");
export const workedMissing = say("The example could not be loaded.");
