import type { ParseRequest } from '../ingestion/parse-protocol.ts'

/** Entry of a parsing process that does what the name of the file says. It stands for libraries that hang or crash. */
const hoard: Buffer[] = []
let files = 0

function growNative(): void {
  hoard.push(Buffer.alloc(50 * 1024 * 1024, 1))
  setImmediate(growNative)
}

function growHeap(): never {
  const kept: unknown[] = []
  for (;;) kept.push(Array.from({ length: 100_000 }, () => files))
}

const ACTIONS: Readonly<Record<string, () => void>> = {
  hang: () => {
    for (;;) files += 0
  },
  crash: () => process.abort(),
  exit: () => process.exit(3),
  'grow-native': growNative,
  'grow-heap': growHeap,
}

process.on('message', (request: ParseRequest) => {
  files += 1
  ACTIONS[request.fileName]?.()
  if (request.fileName in ACTIONS) return
  const text = JSON.stringify({ pid: process.pid, files, bytes: request.bytes.length, env: Object.keys(process.env) })
  process.send?.({
    type: 'outcome',
    outcome: {
      type: 'text',
      mediaType: 'text/plain',
      title: null,
      text,
      blocks: [],
      chunks: [],
      pages: null,
      pagesWithoutText: [],
      warnings: [],
      language: null,
    },
  })
})

process.send?.({ type: 'ready' })
