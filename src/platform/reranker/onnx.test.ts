import { afterAll, beforeAll } from 'vitest'
import { type ModelFolders, openModelFolders } from '../../testing/model-folders.ts'
import { writeTinyCrossEncoder } from '../../testing/tiny-cross-encoder.ts'
import { openOnnxReranker } from './onnx.ts'
import { describeRerankerContract } from './reranker.contract.ts'
import type { Reranker } from './reranker.ts'

let folders: ModelFolders
let reranker: Reranker & AsyncDisposable

beforeAll(async () => {
  folders = await openModelFolders(writeTinyCrossEncoder)
  reranker = await openOnnxReranker({ folder: folders.original })
}, 60_000)

afterAll(async () => {
  await reranker[Symbol.asyncDispose]()
  await folders[Symbol.asyncDispose]()
})

describeRerankerContract('an ONNX cross-encoder', async () => reranker)
