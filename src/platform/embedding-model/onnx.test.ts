import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ModelFolders, openModelFolders } from '../../testing/model-folders.ts'
import { writeTinyCrossEncoder } from '../../testing/tiny-cross-encoder.ts'
import { writeUseLite } from '../../testing/use-lite.ts'
import { describeEmbeddingModelContract } from './embedding-model.contract.ts'
import type { EmbeddingModel } from './embedding-model.ts'
import { openOnnxEmbeddingModel } from './onnx.ts'

const signal = new AbortController().signal
const QUESTION = 'How much does medical coverage cost?'
const PASSAGE = 'The annual deductible of the health insurance plan is 500 dollars.'
const CAT = 'The striped cat slept on the warm carpet all afternoon.'
/** What the published JavaScript library says of the three (tfjs, CPU). */
const COSINES_OF_ITS_MAKER = { aboutIt: 0.637013, aboutCats: -0.010129, apart: 0.039897 }

let folders: ModelFolders
let model: EmbeddingModel & AsyncDisposable

beforeAll(async () => {
  folders = await openModelFolders(writeUseLite)
  model = await openOnnxEmbeddingModel({ folder: folders.original })
}, 120_000)

afterAll(async () => {
  await model[Symbol.asyncDispose]()
  await folders[Symbol.asyncDispose]()
})

describeEmbeddingModelContract('an ONNX model', async () => model)

describe('an ONNX model', () => {
  it('says what its maker says', async () => {
    const question = await model.embedQuery(QUESTION, signal)
    const [passage, cat] = await model.embedPassages([PASSAGE, CAT], signal)
    expect(dot(question, passage)).toBeCloseTo(COSINES_OF_ITS_MAKER.aboutIt, 5)
    expect(dot(question, cat)).toBeCloseTo(COSINES_OF_ITS_MAKER.aboutCats, 5)
    expect(dot(passage, cat)).toBeCloseTo(COSINES_OF_ITS_MAKER.apart, 5)
  })

  it('reads a long text to its end', async () => {
    const filler = `${CAT} `.repeat(12)
    const [without, withEnd] = await model.embedPassages([filler, filler + PASSAGE.repeat(4)], signal)
    const question = await model.embedQuery(QUESTION, signal)
    expect(dot(question, withEnd)).toBeGreaterThan(dot(question, without) + 0.1)
  })

  it('leaves the event loop to others while it works', async () => {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const startedAt = performance.now()
    await model.embedPassages(Array(16).fill(`${PASSAGE} `.repeat(9)), signal)
    delay.disable()
    // One run of this size takes longer than half of that on any machine, and was measured at 541 ms in the main thread.
    expect(delay.max / 1e6).toBeLessThan((performance.now() - startedAt) / 2)
  })

  it('puts its prefixes before questions and passages', async () => {
    await using other = await openOnnxEmbeddingModel({
      folder: await folders.with({ queryPrefix: 'query: ', passagePrefix: 'passage: ' }),
    })
    const expected = await model.embedQuery(`query: ${QUESTION}`, signal)
    expect(dot(await other.embedQuery(QUESTION, signal), expected)).toBeCloseTo(1, 3)
    const [passage] = await other.embedPassages([QUESTION], signal)
    expect(dot(passage, await model.embedQuery(`passage: ${QUESTION}`, signal))).toBeCloseTo(1, 3)
    expect(other.fingerprint).not.toBe(model.fingerprint)
  })

  it.each(['mean', 'cls'] as const)('pools the vectors of the tokens by %s', async (pooling) => {
    await using other = await openOnnxEmbeddingModel({ folder: await folders.with({ pooling, strength: 'strong' }) })
    const question = await other.embedQuery(QUESTION, signal)
    expect(other).toMatchObject({ dimensions: 512, strength: 'strong' })
    expect(dot(question, question)).toBeCloseTo(1, 4)
    expect(dot(question, await model.embedQuery(QUESTION, signal))).toBeLessThan(0.9)
  })

  it('has the same fingerprint for an equal folder', async () => {
    const copy = await folders.with({ strength: 'weak' })
    await using other = await openOnnxEmbeddingModel({ folder: copy })
    expect(other.fingerprint).toBe(model.fingerprint)
  })

  it('says which file is missing', async () => {
    await expect(openOnnxEmbeddingModel({ folder: '/nowhere/at/all' })).rejects.toThrow(
      '/nowhere/at/all is not a model that can be used here: config.json is missing',
    )
    const copy = await folders.with({})
    await rm(join(copy, 'onnx', 'model.onnx'))
    await expect(openOnnxEmbeddingModel({ folder: copy })).rejects.toThrow('onnx/model.onnx is missing')
  })

  it('says what is wrong with its settings, its size or its weights', async () => {
    const folder = await folders.with({ poling: 'mean' })
    await expect(openOnnxEmbeddingModel({ folder })).rejects.toThrow(/footnote\.json cannot be used: .*"poling"/)
    const other = await folders.with({ dimensions: 384 })
    await expect(openOnnxEmbeddingModel({ folder: other })).rejects.toThrow(
      'it makes vectors of 512 dimensions, but its footnote.json says 384',
    )
    await writeFile(join(other, 'onnx', 'model.onnx'), 'version https://git-lfs.github.com/spec/v1')
    await expect(openOnnxEmbeddingModel({ folder: other })).rejects.toThrow('cannot be loaded')
  })

  it('refuses a classifier as an embedding model', async () => {
    const copy = await folders.with({})
    await rm(copy, { recursive: true })
    await writeTinyCrossEncoder(copy)
    await expect(openOnnxEmbeddingModel({ folder: copy })).rejects.toThrow('is no embedding model')
  })
})

function dot(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (a === undefined || b === undefined) throw new Error('a vector is missing')
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)
}
