/** @import { Activity, Frame, Tensor } from "./types.js" */
/** @import { FrameHistograms } from "./wire.js" */

/** What the wire calls an element type, and the array that views it. */
const ARRAYS = { U8: Uint8Array, I16: Int16Array, U32: Uint32Array, F32: Float32Array, F64: Float64Array };

/** @typedef {{ __metadata__: Record<string, string> } & Record<string, unknown>} Header */
/** @typedef {{ dtype: keyof typeof ARRAYS, shape: number[], data_offsets: [number, number] }} Entry */

/**
 * Read one message: a file in the safetensors layout that holds a run's frame, or those of a group's runs. Tensors
 * are views onto the buffer, nothing is copied.
 * @param {ArrayBuffer} buffer
 * @returns {Frame[]}
 */
export function decodeFrames(buffer) {
  const { header, start } = readHeader(buffer);
  if (!("0/snapshot" in header.__metadata__)) return [frameOf(buffer, start, header, "")];
  const frames = [];
  for (let k = 0; `${k}/snapshot` in header.__metadata__; k++)
    frames.push(frameOf(buffer, start, header, `${k}/`));
  return frames;
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} start where the tensors' bytes begin
 * @param {Header} header
 * @param {string} prefix of its names
 * @returns {Frame}
 */
function frameOf(buffer, start, header, prefix) {
  /** @param {string} name */
  const about = (name) => JSON.parse(header.__metadata__[prefix + name]);
  /** @param {string} name @returns {Tensor<any> | null} */
  const tensor = (name) =>
    prefix + name in header ? view(buffer, start, /** @type {any} */ (header)[prefix + name]) : null;
  const surface = tensor("surface");
  const hidden = tensor("hidden");
  const W1 = tensor("W1");
  const dW1 = tensor("dW1");
  const counts = tensor("z_histogram");
  const histograms = counts && { ...counts, .../** @type {FrameHistograms} */ (about("z_histogram")) };
  const points = tensor("hidden_space");
  const traced = `${prefix}trace` in header.__metadata__;
  const next = tensor("next_W1");
  return {
    snapshot: about("snapshot"),
    surface: surface && {
      ...surface,
      ...about("surface"),
      classes: tensor("surface_class")?.values ?? null,
      margin: tensor("boundary")?.values ?? null,
    },
    hidden: hidden && { ...hidden, ...about("hidden") },
    activity: histograms && activityOf(histograms),
    histograms,
    hiddenSpace: points && { ...points, ...about("hidden_space") },
    gradients: dW1 && {
      dW1,
      db1: /** @type {Tensor<any>} */ (tensor("db1")),
      dW2: /** @type {Tensor<any>} */ (tensor("dW2")),
      db2: /** @type {Tensor<any>} */ (tensor("db2")),
    },
    trace: traced ? { about: about("trace"), arrays: traceOf(tensor) } : null,
    next: next && {
      W1: next,
      b1: /** @type {Tensor<any>} */ (tensor("next_b1")),
      W2: /** @type {Tensor<any>} */ (tensor("next_W2")),
      b2: /** @type {Tensor<any>} */ (tensor("next_b2")),
    },
    costs: tensor("costs")?.values ?? null,
    accuracies: tensor("accuracies")?.values ?? null,
    parameters: W1 && {
      W1,
      b1: /** @type {Tensor<any>} */ (tensor("b1")),
      W2: /** @type {Tensor<any>} */ (tensor("W2")),
      b2: /** @type {Tensor<any>} */ (tensor("b2")),
    },
  };
}

const TRACED = ["Z1", "A1", "Z2", "A2", "losses", "dZ2", "dW2", "db2", "slopes", "dZ1", "dW1", "db1"];

/** The arrays of a trace that are there. @param {(name: string) => Tensor<any> | null} tensor @returns {Record<string, Tensor<any>>} */
function traceOf(tensor) {
  const found = TRACED.map((name) => /** @type {const} */ ([name, tensor(`trace_${name}`)]));
  return Object.fromEntries(found.flatMap(([name, array]) => (array ? [[name, array]] : [])));
}

/** How much of the hidden layer does not learn. @param {FrameHistograms} about @returns {Activity} */
function activityOf({ saturated_share, dead_share }) {
  return { saturated: saturated_share, dead: dead_share };
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {{ header: Header, start: number }}
 */
function readHeader(buffer) {
  if (buffer.byteLength < 8) throw new RangeError(`a frame of ${buffer.byteLength} bytes has no header`);
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  if (8 + length > buffer.byteLength)
    throw new RangeError(`the header of ${length} bytes ends after the frame`);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  return { header, start: 8 + length };
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} start where the tensors' bytes begin
 * @param {Entry} entry
 * @returns {Tensor<any>}
 */
function view(buffer, start, { dtype, shape, data_offsets: [from, to] }) {
  const Values = ARRAYS[dtype];
  if (!Values) throw new TypeError(`unknown element type ${dtype}`);
  const length = shape.reduce((product, size) => product * size, 1);
  if (length * Values.BYTES_PER_ELEMENT !== to - from)
    throw new RangeError(`shape ${shape} does not fill ${to - from} bytes`);
  return { shape, values: new Values(buffer, start + from, length) };
}
