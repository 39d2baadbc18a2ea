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

/** Longer than the deadline of the tests, within what recognising two pages may take. */
const RECOGNITION_IN_MS = 900

function answer(text: string): void {
  const outcome = {
    type: 'text',
    mediaType: 'text/plain',
    title: null,
    text,
    chunks: [],
    pages: null,
    pagesWithoutText: [],
    warnings: [],
    language: null,
  }
  process.send?.({ type: 'outcome', outcome })
}

const ACTIONS: Readonly<Record<string, () => void>> = {
  hang: () => {
    for (;;) files += 0
  },
  crash: () => process.abort(),
  exit: () => process.exit(3),
  recognise: () => {
    process.send?.({ type: 'recognising', pages: 2 })
    setTimeout(answer, RECOGNITION_IN_MS, 'recognised')
  },
  'grow-native': growNative,
  'grow-heap': growHeap,
}

process.on('message', (request: ParseRequest) => {
  files += 1
  ACTIONS[request.fileName]?.()
  if (request.fileName in ACTIONS) return
  const text = JSON.stringify({ pid: process.pid, files, bytes: request.bytes.length, env: Object.keys(process.env) })
  answer(text)
})

process.send?.({ type: 'ready' })
