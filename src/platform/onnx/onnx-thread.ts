import { parentPort, workerData } from 'node:worker_threads'
import type { OnnxReply, OnnxRequest, OnnxThreadData } from './onnx-protocol.ts'
import { createRunModel, type RunModel } from './run-model.ts'
import { createRunWindows } from './run-windows.ts'

/** Runs a model in a thread of its own: a run holds its event loop for as long as it takes. */
const { folder, cores } = workerData as OnnxThreadData

const run = await load()
if (run !== null) {
  parentPort?.on('message', ({ id, items }: OnnxRequest) => {
    run(items).then(
      (results) => reply({ type: 'done', id, results }),
      (error: unknown) => reply({ type: 'failed', id, detail: messageOf(error) }),
    )
  })
  reply({ type: 'ready' })
}

async function load(): Promise<RunModel | null> {
  const runtime = await import('onnxruntime-node').catch((error: unknown) => {
    reply({ type: 'unusable', reason: 'no-runtime', detail: messageOf(error) })
    return null
  })
  if (runtime === null) return null
  try {
    const options = { intraOpNumThreads: cores, interOpNumThreads: 1, logSeverityLevel: 3 } as const
    const session = await runtime.InferenceSession.create(folder.modelFile, options)
    return createRunModel(createRunWindows(runtime, session, folder), folder)
  } catch (error) {
    reply({ type: 'unusable', reason: 'broken', detail: messageOf(error) })
    return null
  }
}

function reply(message: OnnxReply): void {
  parentPort?.postMessage(message)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
