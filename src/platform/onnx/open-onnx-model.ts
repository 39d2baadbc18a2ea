import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { problem } from '../../contracts/errors.ts'
import { createMicroBatches, type ModelWork } from './micro-batches.ts'
import { type ModelFolder, readModelFolder } from './model-folder.ts'
import type { OnnxItem, OnnxReply, OnnxRequest, OnnxThreadData } from './onnx-protocol.ts'

/** Half of the machine: the other half answers and reads documents. */
const CORES = Math.max(1, Math.floor(availableParallelism() / 2))
/** A large model reads a batch of long texts in seconds; a run that takes longer than this hangs. */
const LONGEST_RUN_IN_MS = 120_000

/** A model in a thread of its own. */
export interface OnnxModel extends AsyncDisposable {
  readonly folder: ModelFolder
  /** One result per item, in order: a vector of unit length for a text, a score of 0 to 1 for a pair. */
  readonly run: (work: ModelWork) => Promise<readonly Float32Array[]>
}

export interface OpenOnnxModelOptions {
  readonly folder: string
  readonly longestRunInMs?: number
}

/**
 * Open a model folder. Throws a sentence that says what to do when a file, the optional package or the model is not usable.
 * A thread that dies or hangs fails what it worked at; the next request starts a new one.
 */
export async function openOnnxModel(options: OpenOnnxModelOptions): Promise<OnnxModel> {
  const folder = await readModelFolder(options.folder)
  const longestRunInMs = options.longestRunInMs ?? LONGEST_RUN_IN_MS
  let thread: Promise<Worker> | null = startThread(folder)
  let lastId = 0
  await thread

  async function runBatch(items: readonly OnnxItem[]): Promise<readonly Float32Array[]> {
    const worker = await (thread ??= startThread(folder))
    const request: OnnxRequest = { id: ++lastId, items }
    try {
      return await ask(worker, request, longestRunInMs)
    } catch (error) {
      if (error instanceof ItemsRefused) throw error
      thread = null
      await worker.terminate()
      throw problem('service-unavailable', 'The model on this machine stopped; try again in a moment.', {
        cause: error,
      })
    }
  }

  return {
    folder,
    run: createMicroBatches(runBatch),
    [Symbol.asyncDispose]: async () => {
      await (await thread)?.terminate()
    },
  }
}

/** The model runs but cannot make anything of what it got. */
class ItemsRefused extends Error {
  override readonly name = 'ItemsRefused'
}

async function startThread(folder: ModelFolder): Promise<Worker> {
  const workerData: OnnxThreadData = { folder, cores: CORES }
  const worker = new Worker(new URL('./onnx-thread.ts', import.meta.url), { workerData })
  // A command that is done must not wait for a model.
  const reply = await heard(worker, () => true)
  if (reply.type === 'unusable') {
    await worker.terminate()
    throw reply.reason === 'no-runtime' ? withoutRuntime(folder, reply.detail) : unusable(folder, reply.detail)
  }
  worker.unref()
  return worker
}

async function ask(worker: Worker, request: OnnxRequest, withinInMs: number): Promise<readonly Float32Array[]> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`the model did not answer within ${withinInMs} ms`)), withinInMs)
  // While somebody waits for a result the process stays.
  worker.ref()
  try {
    const answer = heard(worker, (message) => 'id' in message && message.id === request.id)
    worker.postMessage(request)
    const reply = await Promise.race([answer, late])
    if (reply.type === 'done') return reply.results
    throw new ItemsRefused(reply.type === 'failed' ? reply.detail : reply.type)
  } finally {
    clearTimeout(timer)
    worker.unref()
  }
}

/** The next message of a kind; rejects when the thread ends before. */
function heard(worker: Worker, wanted: (message: OnnxReply) => boolean): Promise<OnnxReply> {
  const { promise, resolve, reject } = Promise.withResolvers<OnnxReply>()
  const onMessage = (message: OnnxReply) => {
    if (wanted(message)) resolve(message)
  }
  const onExit = (code: number) => reject(new Error(`the thread of the model ended with code ${code}`))
  worker.on('message', onMessage).once('error', reject).once('exit', onExit)
  return promise.finally(() => worker.off('message', onMessage).off('error', reject).off('exit', onExit))
}

function withoutRuntime({ folder }: ModelFolder, detail: string): Error {
  return new Error(
    `The model in ${folder} needs the package onnxruntime-node, which is not installed here: run "npm install ` +
      `--include=optional" (it needs glibc, so no Alpine image). ${detail}`,
  )
}

function unusable({ folder }: ModelFolder, detail: string): Error {
  return new Error(`The model in ${folder} cannot be loaded: ${detail}`)
}
