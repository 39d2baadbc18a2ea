import type { ModelFolder } from './model-folder.ts'
import type { OnnxItem } from './onnx-protocol.ts'
import { createTokenReader, type TokenWindow } from './read-tokens.ts'
import type { RunWindows } from './run-windows.ts'

/** Windows that go through the model together. More cost memory and hardly win anything on a processor. */
const WINDOWS_PER_RUN = 8

/** One vector per text, or one score in a vector of its own per pair. */
export type RunModel = (items: readonly OnnxItem[]) => Promise<readonly Float32Array[]>

/** Make the function that puts texts and pairs through a model. Vectors come out at unit length, scores between 0 and 1. */
export function createRunModel(runWindows: RunWindows, folder: ModelFolder): RunModel {
  const tokens = createTokenReader(folder)

  return async (items) => {
    const read = items.map((item) =>
      item.type === 'text' ? tokens.windows(item.text, item.prefix) : [tokens.pair(item.query, item.passage)],
    )
    const rows = await runAll(read.flat())
    let next = 0
    return items.map((item, n) => {
      const windows = read[n] ?? []
      const own = rows.slice(next, (next += windows.length))
      return item.type === 'text' ? averageOf(own, windows) : scoreOf(own[0])
    })
  }

  async function runAll(windows: readonly TokenWindow[]): Promise<readonly Float32Array[]> {
    // Windows of like length together: a short one is padded to the longest of its run.
    const order = windows
      .map((window, at) => ({ window, at }))
      .sort((a, b) => a.window.ids.length - b.window.ids.length)
    const rows: Float32Array[] = []
    for (let start = 0; start < order.length; start += WINDOWS_PER_RUN) {
      const part = order.slice(start, start + WINDOWS_PER_RUN)
      const outputs = await runWindows(part.map(({ window }) => window))
      for (const [n, { at }] of part.entries()) rows[at] = outputs[n] ?? new Float32Array()
    }
    return rows
  }
}

/** The direction of a long text: its windows, each at unit length, weighted by how much text they hold. */
function averageOf(rows: readonly Float32Array[], windows: readonly TokenWindow[]): Float32Array {
  const sum = new Float32Array(rows[0]?.length ?? 0)
  for (const [n, row] of rows.entries()) {
    const weight = (windows[n]?.ids.length ?? 0) / lengthOf(row)
    if (Number.isFinite(weight)) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (row[i] ?? 0) * weight
  }
  const length = lengthOf(sum)
  return length > 0 ? sum.map((value) => value / length) : sum
}

function lengthOf(vector: Float32Array): number {
  let squares = 0
  for (const value of vector) squares += value * value
  return Math.sqrt(squares)
}

/** One logit says how well a passage fits; of two the second does, against the first. */
function scoreOf(logits: Float32Array | undefined): Float32Array {
  const [first = 0, second] = logits ?? []
  const logit = second === undefined ? first : second - first
  return Float32Array.of(1 / (1 + Math.exp(-logit)))
}
