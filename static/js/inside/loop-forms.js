/** The forward pass as code, in the three ways that the chapter has: unit by unit, example by example, all at once. */

/** @type {Record<string, string>} */
const FUNCTIONS = { tanh: "np.tanh", sine: "np.sin" };
/** @param {string} name @param {string} z */
const applied = (name, z) => (name === "linear" ? z : `${FUNCTIONS[name] ?? name}(${z})`);

/**
 * @param {{ activation: string, output: string, biases: boolean, n_h: number, n_y: number, m: number }} network
 * @returns {[units: string[], examples: string[], whole: string[]]}
 */
export function loopForms({ activation, output, biases, n_h, n_y, m }) {
  /** @param {string} b */
  const plus = (b) => (biases ? ` + ${b}` : "");
  const units = [
    `for k in range(${m}):`,
    `    for i in range(${n_h}):`,
    `        Z1[i, k] = W1[i] @ X[:, k]${plus("b1[i, 0]")}`,
    `        A1[i, k] = ${applied(activation, "Z1[i, k]")}`,
    ...(n_y > 1
      ? [`    for i in range(${n_y}):`, `        Z2[i, k] = W2[i] @ A1[:, k]${plus("b2[i, 0]")}`]
      : [`    Z2[0, k] = W2[0] @ A1[:, k]${plus("b2[0, 0]")}`]),
    `    A2[:, k] = ${applied(output, "Z2[:, k]")}`,
  ];
  const examples = [
    `for k in range(${m}):`,
    `    z1 = W1 @ X[:, [k]]${plus("b1")}`,
    `    a1 = ${applied(activation, "z1")}`,
    `    z2 = W2 @ a1${plus("b2")}`,
    `    A2[:, [k]] = ${applied(output, "z2")}`,
  ];
  const whole = [
    `Z1 = W1 @ X${plus("b1")}`,
    `A1 = ${applied(activation, "Z1")}`,
    `Z2 = W2 @ A1${plus("b2")}`,
    `A2 = ${applied(output, "Z2")}`,
  ];
  return [units, examples, whole];
}
