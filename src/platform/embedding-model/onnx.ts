import { openOnnxModel } from '../onnx/open-onnx-model.ts'
import type { EmbeddingModel } from './embedding-model.ts'

export interface OnnxEmbeddingModelOptions {
  /** Folder in the Hugging Face layout, with `footnote.json` beside the model where its defaults do not fit. */
  readonly folder: string
}

/** Any short text: it tells the size of the vectors. */
const EXAMPLE = 'an example'

/**
 * Open an embedding model from a folder of this machine; nothing is ever downloaded. It runs in a thread of its own, on
 * half of the cores, questions before passages. A text that is longer than the model reads is embedded in windows of
 * equal length whose directions are averaged by how much text they hold.
 */
export async function openOnnxEmbeddingModel(
  options: OnnxEmbeddingModelOptions,
): Promise<EmbeddingModel & AsyncDisposable> {
  const model = await openOnnxModel(options)
  const { folder, sha256, strength, queryPrefix, passagePrefix, dimensions: expected } = model.folder
  const embed = (texts: readonly string[], prefix: string, urgent: boolean, signal: AbortSignal) =>
    model.run({ items: texts.map((text) => ({ type: 'text', text, prefix })), urgent, signal })
  try {
    const dimensions = await checkedSize(embed([EXAMPLE], '', true, new AbortController().signal), expected)
    return {
      fingerprint: `onnx-${sha256.slice(0, 16)}`,
      dimensions,
      strength,
      isCheap: false,
      embedPassages: (texts, signal) => embed(texts, passagePrefix, false, signal),
      embedQuery: async (text, signal) => {
        const [vector] = await embed([text], queryPrefix, true, signal)
        return vector ?? new Float32Array(dimensions)
      },
      [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
    }
  } catch (error) {
    await model[Symbol.asyncDispose]()
    throw new Error(
      `The model in ${folder} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    )
  }
}

async function checkedSize(example: Promise<readonly Float32Array[]>, expected: number | undefined): Promise<number> {
  const size = (await example)[0]?.length ?? 0
  if (size < 2) throw new Error('it gives one number for a text, so it is no embedding model.')
  if (expected === undefined || expected === size) return size
  throw new Error(`it makes vectors of ${size} dimensions, but its footnote.json says ${expected}.`)
}
