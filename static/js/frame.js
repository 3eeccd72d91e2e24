/** @import { Frame, Tensor } from "./types.js" */

/** What the wire calls an element type, and the array that views it. */
const ARRAYS = { U8: Uint8Array, I16: Int16Array, U32: Uint32Array, F32: Float32Array, F64: Float64Array };

/** @typedef {{ dtype: keyof typeof ARRAYS, shape: number[], data_offsets: [number, number] }} Entry */

/**
 * Read one frame: a file in the safetensors layout. Tensors are views onto the buffer, nothing is copied.
 * @param {ArrayBuffer} buffer
 * @returns {Frame}
 */
export function decodeFrame(buffer) {
  const { header, start } = readHeader(buffer);
  const metadata = header.__metadata__;
  /** @param {string} name @returns {Tensor<any> | null} */
  const tensor = (name) => (name in header ? view(buffer, start, /** @type {any} */ (header)[name]) : null);
  const surface = tensor("surface");
  const hidden = tensor("hidden");
  const W1 = tensor("W1");
  return {
    snapshot: JSON.parse(metadata.snapshot),
    surface: surface && {
      ...surface,
      ...JSON.parse(metadata.surface),
      classes: tensor("surface_class")?.values ?? null,
      margin: tensor("boundary")?.values ?? null,
    },
    hidden: hidden && { ...hidden, ...JSON.parse(metadata.hidden) },
    costs: tensor("costs")?.values ?? null,
    parameters: W1 && {
      W1,
      b1: /** @type {Tensor<any>} */ (tensor("b1")),
      W2: /** @type {Tensor<any>} */ (tensor("W2")),
      b2: /** @type {Tensor<any>} */ (tensor("b2")),
    },
  };
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {{ header: { __metadata__: Record<string, string> } & Record<string, unknown>, start: number }}
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
