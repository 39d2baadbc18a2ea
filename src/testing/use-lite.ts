import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CAST_TO_FLOAT } from './onnx-file.ts'
import { createOnnxGraph, type OnnxGraphBuilder } from './onnx-graph.ts'
import { readUseLite, type UseLite } from './use-lite-weights.ts'

/**
 * Turns the Universal Sentence Encoder Lite into a model folder in the Hugging Face layout: English, 512 dimensions,
 * 128 tokens, 28 MB.
 *
 * The graph, as its `model.json` has it: SentencePiece embeddings (8002 x 256), doubled, plus sinusoidal positions; two
 * pre-norm transformer layers with four heads and a feed-forward part of 1536; mean over the tokens; tanh; unit length.
 */

const MAXIMUM_TOKENS = 128
const HEADS = 4
const WIDTH = 512
const BOTTOM_WIDTH = 256
const INNER_WIDTH = 1536
const VOCABULARY = 8002
const TOP = 'module/Encoder_en/'
const APPLIED = 'module_apply_default/Encoder_en/KonaTransformer/Encode/'

/** Write the model folder. */
export async function writeUseLite(folder: string): Promise<void> {
  const source = await readUseLite()
  await mkdir(join(folder, 'onnx'), { recursive: true })
  const files = {
    'config.json': { model_type: 'bert', max_position_embeddings: MAXIMUM_TOKENS, hidden_size: WIDTH, pad_token_id: 0 },
    'tokenizer.json': tokenizerOf(source.vocabulary),
    'tokenizer_config.json': { model_max_length: MAXIMUM_TOKENS, unk_token: '\uFFFD' },
    // Rank fusion with it lost to BM25 alone on every question set that was tried.
    'footnote.json': { strength: 'weak' },
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(content))
  await writeFile(join(folder, 'onnx', 'model.onnx'), convert(source))
}

function tokenizerOf(vocab: unknown): object {
  const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always' }
  return {
    version: '1.0',
    added_tokens: [],
    normalizer: { type: 'NFKC' },
    pre_tokenizer: { ...metaspace, split: true },
    post_processor: null,
    decoder: metaspace,
    model: { type: 'Unigram', unk_id: 0, vocab },
  }
}

/** What the layers share. */
interface Building {
  readonly graph: OnnxGraphBuilder
  /** A weight of the model as a constant of the graph. */
  readonly weight: (name: string, shape: readonly number[]) => string
  readonly mask: string
  /** Very negative where a token is padding, so that nobody looks there. */
  readonly maskBias: string
}

function convert(source: UseLite): Buffer {
  const graph = createOnnxGraph()
  const one = graph.floats([], [1])
  const mask = graph.node('Cast', ['attention_mask'], CAST_TO_FLOAT)
  const hidden = graph.node('Mul', [graph.node('Sub', [one, mask]), graph.floats([], [-1e9])])
  const building: Building = {
    graph,
    weight: (name, shape) => graph.floats(shape, source.weight(name)),
    mask,
    maskBias: graph.node('Unsqueeze', [hidden, graph.integers([1, 2])]),
  }
  const bottom = `${APPLIED}Layer_0/TransformerLayer/dense/`
  const read = withPositions(building, source)
  const residual = dense(building, read, `${bottom}kernel/ConcatPartitions/concat`, bottom, [BOTTOM_WIDTH, WIDTH])
  const first = layer(building, read, residual, 0, BOTTOM_WIDTH)
  const second = layer(building, first, first, 1, WIDTH)
  const sentence = sentenceOf(building, second)
  const shape = ['texts', 'tokens'] as const
  return graph.build(
    { input_ids: shape, attention_mask: shape },
    {
      last_hidden_state: { of: second, shape: [...shape, WIDTH] },
      sentence_embedding: { of: sentence, shape: ['texts', WIDTH] },
    },
  )
}

/** Embeddings of the tokens with sines and cosines of their positions times the 128 frequencies that the model holds. */
function withPositions({ graph, weight }: Building, source: UseLite): string {
  const frequencies = source.weight(`${APPLIED}TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1`)
  const values = Array.from({ length: MAXIMUM_TOKENS }, (_, position) => {
    const angles = Array.from(frequencies, (frequency) => position * frequency)
    return [...angles.map(Math.sin), ...angles.map(Math.cos)]
  })
  const positions = graph.floats([MAXIMUM_TOKENS, BOTTOM_WIDTH], values.flat())
  const shape = graph.node('Shape', ['input_ids'])
  const length = graph.node('Slice', [shape, graph.integers([1]), graph.integers([2])])
  const zero = graph.integers([0])
  const timing = graph.node('Slice', [positions, zero, length, zero])
  const embedded = graph.node('Gather', [weight('module/Embeddings_en', [VOCABULARY, BOTTOM_WIDTH]), 'input_ids'])
  return graph.node('Add', [graph.node('Mul', [embedded, graph.floats([], [2])]), timing])
}

function layer(building: Building, input: string, residual: string, number: number, width: number): string {
  const { graph } = building
  const at = `Layer_${number}/TransformerLayer/`
  const seen = attention(building, norm(building, input, `${APPLIED}${at}`, width), `${at}MultiheadAttention/`, width)
  const attended = graph.node('Add', [seen, residual])
  const normed = norm(building, attended, `${APPLIED}${at}FFN/`, WIDTH)
  const kernel = (name: string) => `${APPLIED}TransformerStack/${at}FFN/${name}/Tensordot/Reshape_1`
  const inner = dense(building, normed, kernel('conv1'), `${APPLIED}${at}FFN/conv1/`, [WIDTH, INNER_WIDTH])
  const outer = graph.node('Relu', [inner])
  const thought = dense(building, outer, kernel('conv2'), `${APPLIED}${at}FFN/conv2/`, [INNER_WIDTH, WIDTH])
  return graph.node('Add', [thought, attended])
}

function attention(building: Building, input: string, at: string, width: number): string {
  const { graph, maskBias } = building
  const kernel = (name: string) => `${TOP}KonaTransformer/Encode/${at}${name}/kernel/part_0`
  const [toAll, back] = ['qkv_transform_single', 'output_transform_single']
  const all = dense(building, input, kernel(toAll), `${APPLIED}${at}${toAll}/`, [width, 3 * width])
  const apart = graph.integers([0, 0, HEADS, width / HEADS])
  const [query = '', key = '', value = ''] = graph.split(all, 3).map((part) => graph.node('Reshape', [part, apart]))
  const byHead = (part: string, perm = [0, 2, 1, 3]) => graph.node('Transpose', [part], { perm })
  const scaled = graph.node('Mul', [byHead(query), graph.floats([], [1 / Math.sqrt(width / HEADS)])])
  const scores = graph.node('MatMul', [scaled, byHead(key, [0, 2, 3, 1])])
  const shares = graph.node('Softmax', [graph.node('Add', [scores, maskBias])], { axis: -1 })
  const seen = byHead(graph.node('MatMul', [shares, byHead(value)]))
  const joined = graph.node('Reshape', [seen, graph.integers([0, 0, width])])
  return dense(building, joined, kernel(back), `${APPLIED}${at}${back}/`, [width, WIDTH])
}

function dense(building: Building, input: string, kernel: string, at: string, shape: [number, number]): string {
  const { graph, weight } = building
  const product = graph.node('MatMul', [input, weight(kernel, shape)])
  return graph.node('Add', [product, weight(`${at}bias/ConcatPartitions/concat`, [shape[1]])])
}

function norm({ graph, weight }: Building, input: string, at: string, width: number): string {
  const part = (name: string) =>
    weight(`${at}layer_prepostprocess/layer_norm/layer_norm_${name}/ConcatPartitions/concat`, [width])
  return graph.node('LayerNormalization', [input, part('scale'), part('bias')], { axis: -1, epsilon: { float: 1e-6 } })
}

function sentenceOf({ graph, weight, mask }: Building, hidden: string): string {
  const tokens = graph.integers([1])
  const seen = graph.node('Mul', [hidden, graph.node('Unsqueeze', [mask, graph.integers([-1])])])
  const sum = graph.node('ReduceSum', [seen, tokens], { keepdims: 0 })
  const count = graph.node('ReduceSum', [mask, tokens], { keepdims: 1 })
  const at = `${TOP}hidden_layers/tanh_layer_0/`
  const mean = graph.node('Div', [sum, count])
  const product = graph.node('MatMul', [mean, weight(`${at}weights`, [WIDTH, WIDTH])])
  const said = graph.node('Tanh', [graph.node('Add', [product, weight(`${at}bias`, [WIDTH])])])
  return graph.node('Div', [said, graph.node('ReduceL2', [said], { axes: [-1], keepdims: 1 })])
}
