import { openOnnxModel } from '../onnx/open-onnx-model.ts'
import type { Reranker } from './reranker.ts'

export interface OnnxRerankerOptions {
  /** Folder of a cross-encoder in the Hugging Face layout. */
  readonly folder: string
}

/** Open a cross-encoder from a folder of this machine; nothing is ever downloaded. Scores are probabilities, 0 to 1. */
export async function openOnnxReranker(options: OnnxRerankerOptions): Promise<Reranker & AsyncDisposable> {
  const model = await openOnnxModel(options)
  return {
    name: `onnx-${model.folder.sha256.slice(0, 16)}`,
    score: async (query, passages, signal) => {
      const items = passages.map((passage) => ({ type: 'pair', query, passage }) as const)
      const scores = await model.run({ items, urgent: true, signal })
      return scores.map(([score = 0]) => score)
    },
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  }
}
