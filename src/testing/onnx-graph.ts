import { type OnnxConstant, type OnnxNode, onnxFile, type Shape } from './onnx-file.ts'

/** An ONNX graph that grows node by node; every function returns the name of what it added. */
export interface OnnxGraphBuilder {
  readonly floats: (shape: readonly number[], values: readonly number[] | Float32Array) => string
  /** Integers in one dimension, as axes and shapes are given. */
  readonly integers: (values: readonly number[]) => string
  readonly node: (operator: string, inputs: readonly string[], attributes?: OnnxNode['attributes']) => string
  /** A node with several outputs. */
  readonly split: (input: string, parts: number) => readonly string[]
  /** The bytes of the model; its outputs are named by what they show. */
  readonly build: (
    inputs: Readonly<Record<string, Shape>>,
    outputs: Readonly<Record<string, { readonly of: string; readonly shape: Shape }>>,
  ) => Buffer
}

/** Begin a graph. */
export function createOnnxGraph(): OnnxGraphBuilder {
  const constants: OnnxConstant[] = []
  const nodes: OnnxNode[] = []
  const constant = (shape: readonly number[], values: OnnxConstant['values']) => {
    const name = `constant_${constants.length}`
    constants.push({ name, shape, values })
    return name
  }
  return {
    floats: (shape, values) => constant(shape, Float32Array.from(values)),
    integers: (values) => constant([values.length], BigInt64Array.from(values, BigInt)),
    node: (operator, inputs, attributes = {}) => {
      const output = `${operator}_${nodes.length}`
      nodes.push({ operator, inputs, outputs: [output], attributes })
      return output
    },
    split: (input, parts) => {
      const outputs = Array.from({ length: parts }, (_, n) => `Split_${nodes.length}_${n}`)
      nodes.push({ operator: 'Split', inputs: [input], outputs, attributes: { axis: -1 } })
      return outputs
    },
    build: (inputs, outputs) => {
      for (const [name, { of }] of Object.entries(outputs))
        nodes.push({ operator: 'Identity', inputs: [of], outputs: [name] })
      const shapes = Object.fromEntries(Object.entries(outputs).map(([name, { shape }]) => [name, shape]))
      return onnxFile({ inputs, outputs: shapes, constants, nodes })
    },
  }
}
