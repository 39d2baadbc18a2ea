/**
 * Writes small ONNX models (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto): as much of protocol buffers as
 * that needs, and one function per message. Field numbers are those of onnx.proto.
 */

const VARINT = 0
const LENGTH_DELIMITED = 2
const FIXED_32 = 5
const FLOAT = 1
const INT64 = 7
/** onnxruntime 1.19 and later read this version of the format and this operator set. */
const IR_VERSION = 8
const OPERATOR_SET = 17

export type Shape = readonly (number | string)[]

export interface OnnxConstant {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array | BigInt64Array
}

/** An attribute is an integer, a list of integers, a float (written as `{ float }`), or the element type of `Cast`. */
type Attribute = number | readonly number[] | { readonly float: number }

export interface OnnxNode {
  readonly operator: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, Attribute>>
}

export interface OnnxGraph {
  readonly inputs: Readonly<Record<string, Shape>>
  readonly outputs: Readonly<Record<string, Shape>>
  readonly constants: readonly OnnxConstant[]
  readonly nodes: readonly OnnxNode[]
}

/** The bytes of a model whose inputs are int64 and whose outputs are float32 tensors; a name in a shape is any size. */
export function onnxFile({ inputs, outputs, constants, nodes }: OnnxGraph): Buffer {
  const graph = [
    ...nodes.map((node) => bytes(1, nodeMessage(node))),
    text(2, 'graph'),
    ...constants.map((constant) => bytes(5, tensorMessage(constant))),
    ...Object.entries(inputs).map(([name, shape]) => bytes(11, valueMessage(name, INT64, shape))),
    ...Object.entries(outputs).map(([name, shape]) => bytes(12, valueMessage(name, FLOAT, shape))),
  ]
  const operatorSet = Buffer.concat([text(1, ''), integer(2, OPERATOR_SET)])
  return Buffer.concat([integer(1, IR_VERSION), bytes(7, Buffer.concat(graph)), bytes(8, operatorSet)])
}

export const CAST_TO_FLOAT = { to: FLOAT } as const

function nodeMessage({ operator, inputs, outputs, attributes = {} }: OnnxNode): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, attributeMessage(name, value))),
  ])
}

function attributeMessage(name: string, value: Attribute): Buffer {
  const [ofFloat, ofInteger, ofIntegers] = [1, 2, 7]
  if (typeof value === 'number') return Buffer.concat([text(1, name), integer(3, value), integer(20, ofInteger)])
  if ('float' in value) return Buffer.concat([text(1, name), float(2, value.float), integer(20, ofFloat)])
  return Buffer.concat([text(1, name), ...value.map((one) => integer(8, one)), integer(20, ofIntegers)])
}

function tensorMessage({ name, shape, values }: OnnxConstant): Buffer {
  const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  const type = values instanceof Float32Array ? FLOAT : INT64
  return Buffer.concat([...shape.map((size) => integer(1, size)), integer(2, type), text(8, name), bytes(9, raw)])
}

function valueMessage(name: string, type: number, shape: Shape): Buffer {
  const sizes = shape.map((size) => bytes(1, typeof size === 'number' ? integer(1, size) : text(2, size)))
  const tensor = Buffer.concat([integer(1, type), bytes(2, Buffer.concat(sizes))])
  return Buffer.concat([text(1, name), bytes(2, bytes(1, tensor))])
}

function varint(value: number): Buffer {
  const coded: number[] = []
  // Negative numbers are written as 64 bits in two's complement.
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 127n; rest >>= 7n) coded.push(Number(rest & 127n) | 128)
  return Buffer.from([...coded, Number(rest)])
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint((field << 3) | VARINT), varint(value)])
}

function float(field: number, value: number): Buffer {
  const coded = Buffer.alloc(4)
  coded.writeFloatLE(value)
  return Buffer.concat([varint((field << 3) | FIXED_32), coded])
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([varint((field << 3) | LENGTH_DELIMITED), varint(value.length), value])
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value, 'utf8'))
}
