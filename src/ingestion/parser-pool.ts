import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { FileFailureReason } from '../contracts/documents.ts'
import type { ChildRequest, LocatedQuote, LocateRequest, ParseRequest } from './parse-protocol.ts'
import type { ParseOutcome } from './parsed-document.ts'
import { type ParsingEnd, type ParsingProcess, startParsingProcess } from './parsing-process.ts'
import type { Recognition } from './recognition.ts'
import type { Redaction } from './redact/redact-document.ts'
import { createSeats } from './seats.ts'

export interface ParserPoolOptions {
  /** Files read at the same time, each in a process of its own. */
  readonly slots?: number
  readonly heapCapInMb?: number
  readonly residentCapInMb?: number
  readonly deadlineInMs?: number
  /** A process is replaced after so many files, whatever leaks in them. */
  readonly filesPerProcess?: number
  /** A process that holds more than this after a file is replaced before the next. */
  readonly recycleAboveInMb?: number
  /** How text is recognised in images of pages; left out, they stay unread. */
  readonly recognition?: Recognition | null
  /** What to do about personal data in texts; left out, it stays. */
  readonly redaction?: Redaction | null
  /** Whether passages that talk to a model are marked. */
  readonly injectionScan?: boolean
  /** Leave text and blocks of outcomes empty: a server needs the chunks, and its event loop pays for every byte. */
  readonly chunksOnly?: boolean
  /** Whether somebody waits for the answers: the processes keep normal priority, which others give up for the server. */
  readonly isAwaited?: boolean
  /** Module the process runs; tests give one that misbehaves. */
  readonly entry?: string
}

/** Reads files in forked processes that are killed when they take too long or too much. */
export interface ParserPool extends AsyncDisposable {
  /**
   * Read one file. Every fault of the file is an outcome, never an error.
   * Rejects with the reason of the signal when it aborts (the process is killed), after disposal, and when the reading
   * process does not start: no file is to blame for that, and the next try may find a machine with less to do.
   */
  readonly parse: (request: ParseRequest, signal: AbortSignal) => Promise<ParseOutcome>
  /** Find words on a page of a PDF; null when it cannot be read. Rejects as `parse` does. */
  readonly locate: (request: LocateRequest, signal: AbortSignal) => Promise<LocatedQuote | null>
}

const DEFAULTS = {
  heapCapInMb: 512,
  // Bombs overrun it by some 100 MB before the watch sees them: together they stay below 1 GB.
  residentCapInMb: 900,
  deadlineInMs: 30_000,
  filesPerProcess: 200,
  recycleAboveInMb: 600,
  isAwaited: false,
}

const ENDS: Readonly<
  Record<
    Exclude<ParsingEnd['type'], 'outcome' | 'located' | 'not-started'>,
    { reason: FileFailureReason; detail: string }
  >
> = {
  timeout: { reason: 'timeout', detail: 'Reading the file took too long; split it into smaller files.' },
  'out-of-memory': {
    reason: 'out-of-memory',
    detail: 'Reading the file took too much memory; split it into smaller files.',
  },
  crashed: {
    reason: 'corrupt',
    detail: 'The file could not be read; open it in its program, save it again and add that.',
  },
}

/** Make a pool; its processes start when files come, and stay for the next ones. Dispose it to end them. */
export function createParserPool(options: ParserPoolOptions = {}): ParserPool {
  const settings = { ...DEFAULTS, ...options }
  const seats = createSeats(options.slots ?? Math.max(1, availableParallelism() - 1))
  const idle: Worker[] = []
  const all = new Set<Worker>()
  let disposed = false

  function hire(): Worker {
    const waiting = idle.pop()
    if (waiting?.process.isAlive() === true) return waiting
    if (waiting !== undefined) all.delete(waiting)
    const readableFolder = join(import.meta.dirname, '..', '..')
    const entry = options.entry ?? join(import.meta.dirname, 'parse-child.ts')
    const worker: Worker = { process: startParsingProcess({ ...settings, entry, readableFolder }), files: 0 }
    all.add(worker)
    return worker
  }

  async function release(worker: Worker): Promise<void> {
    worker.files += 1
    const resident = await worker.process.residentInMb()
    const worn = worker.files >= settings.filesPerProcess || resident > settings.recycleAboveInMb
    if (!worn && !disposed && worker.process.isAlive()) {
      idle.push(worker)
      return
    }
    all.delete(worker)
    await worker.process.kill()
  }

  async function ask(request: ChildRequest, signal: AbortSignal): Promise<ParsingEnd> {
    await seats.take(signal)
    try {
      if (disposed) throw new Error('The parser pool is closed.')
      const worker = hire()
      try {
        return await withAbort(worker.process, request, signal)
      } finally {
        await release(worker)
      }
    } finally {
      seats.give()
    }
  }

  async function dispose(): Promise<void> {
    disposed = true
    await Promise.all(Array.from(all, (worker) => worker.process.kill()))
    all.clear()
  }

  const { recognition = null, redaction = null, injectionScan = true, chunksOnly = false } = options
  return {
    parse: async (request, signal) =>
      outcomeOf(await ask({ type: 'parse', ...request, recognition, redaction, injectionScan, chunksOnly }, signal)),
    locate: async (request, signal) => {
      const end = await ask({ type: 'locate', ...request, recognition }, signal)
      return end.type === 'located' ? end.located : null
    },
    [Symbol.asyncDispose]: dispose,
  }
}

interface Worker {
  readonly process: ParsingProcess
  files: number
}

async function withAbort(process: ParsingProcess, request: ChildRequest, signal: AbortSignal): Promise<ParsingEnd> {
  const onAbort = () => void process.kill()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    signal.throwIfAborted()
    const end = await process.ask(request)
    signal.throwIfAborted()
    return end
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function outcomeOf(end: ParsingEnd): ParseOutcome {
  if (end.type === 'outcome') return end.outcome
  if (end.type === 'located') throw new Error('the parsing process answered another question')
  if (end.type === 'not-started')
    throw new Error('The reading process did not start; the machine may have too much to do.')
  return { type: 'failed', mediaType: 'application/octet-stream', ...ENDS[end.type] }
}
