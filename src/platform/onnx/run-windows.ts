import type * as Onnx from 'onnxruntime-node'
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { ModelFolder } from './model-folder.ts'
import type { TokenWindow } from './read-tokens.ts'

type Runtime = typeof Onnx

/** The vector, or the logits, of every window; the windows are padded to the longest of them. */
export type RunWindows = (windows: readonly TokenWindow[]) => Promise<readonly Float32Array[]>

/** Make the function that puts windows through a loaded model in one run. */
export function createRunWindows(runtime: Runtime, session: InferenceSession, folder: ModelFolder): RunWindows {
  return async (windows) => {
    const length = Math.max(...windows.map(({ ids }) => ids.length))
    const inputs = inputsOf(runtime, folder, windows, length)
    const feeds = session.inputNames.map((name) => [name, inputs[name]?.()] as const)
    const unknown = feeds.find(([, tensor]) => tensor === undefined)
    if (unknown !== undefined) throw new Error(`the model wants an input "${unknown[0]}", which is not known here`)
    const outputs = await session.run(Object.fromEntries(feeds) as InferenceSession.FeedsType)
    return pool(outputs, windows, length, folder.pooling)
  }
}

/** Every input that a model of this kind may ask for, made when it does. */
function inputsOf(
  runtime: Runtime,
  { paddingToken }: ModelFolder,
  windows: readonly TokenWindow[],
  length: number,
): Readonly<Record<string, () => Tensor>> {
  const input = (valueAt: (window: TokenWindow, at: number) => number) => {
    const values = new BigInt64Array(windows.length * length)
    for (const [n, window] of windows.entries())
      for (let at = 0; at < length; at++) values[n * length + at] = BigInt(valueAt(window, at))
    return new runtime.Tensor('int64', values, [windows.length, length])
  }
  return {
    input_ids: () => input(({ ids }, at) => ids[at] ?? paddingToken),
    attention_mask: () => input(({ ids }, at) => (at < ids.length ? 1 : 0)),
    token_type_ids: () => input(({ types }, at) => types[at] ?? 0),
    position_ids: () => input((_, at) => at),
  }
}

function pool(
  outputs: InferenceSession.ReturnType,
  windows: readonly TokenWindow[],
  length: number,
  pooling: ModelFolder['pooling'],
): readonly Float32Array[] {
  const finished = outputs['logits'] ?? outputs['sentence_embedding']
  if (finished !== undefined && (pooling ?? 'sentence_embedding') === 'sentence_embedding')
    return rowsOf(finished, windows.length)
  const hidden = outputs['last_hidden_state'] ?? outputs['token_embeddings'] ?? Object.values(outputs)[0]
  if (hidden === undefined || hidden.dims.length !== 3)
    throw new Error('the model gives no vector per token; set "pooling" to "sentence_embedding" if it pools itself')
  return rowsOf(hidden, windows.length).map((row, n) => {
    const size = row.length / length
    return pooling === 'cls' ? row.slice(0, size) : sumOf(row, size, windows[n]?.ids.length ?? length)
  })
}

function rowsOf({ data, dims, type }: Tensor, count: number): readonly Float32Array[] {
  if (!(data instanceof Float32Array)) throw new Error(`the model answers in ${type}; export it with float32 outputs`)
  const size = data.length / (dims[0] ?? count)
  return Array.from({ length: count }, (_, n) => data.slice(n * size, (n + 1) * size))
}

/** The sum has the direction of the mean, and only that counts. */
function sumOf(row: Float32Array, size: number, tokens: number): Float32Array {
  const sum = new Float32Array(size)
  for (let token = 0; token < tokens; token++)
    for (let i = 0; i < size; i++) sum[i] = (sum[i] ?? 0) + (row[token * size + i] ?? 0)
  return sum
}
