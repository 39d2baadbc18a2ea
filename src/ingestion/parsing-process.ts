import { type ChildProcess, fork } from 'node:child_process'
import { yieldToServer } from '../platform/yield-to-server.ts'
import { startFairDeadline } from './fair-deadline.ts'
import type { ChildAnswer, ChildReply, ChildRequest } from './parse-protocol.ts'
import { residentInMb } from './process-figures.ts'

export interface ParsingProcessOptions {
  readonly entry: string
  /** The only folder the process may read: program code, never documents. */
  readonly readableFolder: string
  readonly heapCapInMb: number
  readonly residentCapInMb: number
  readonly deadlineInMs: number
  /** Whether somebody waits for what it is asked; then it does not give way to requests of people: it is part of one. */
  readonly isAwaited: boolean
}

/** How one request to the process ended: with an answer, or because the process was stopped or died. */
export type ParsingEnd = ChildAnswer | { readonly type: 'timeout' | 'out-of-memory' | 'crashed' | 'not-started' }

/** A forked process that reads one file at a time and can be killed at any time. */
export interface ParsingProcess {
  readonly ask: (request: ChildRequest) => Promise<ParsingEnd>
  /** Memory the process holds now, in MB; 0 where the system does not tell. */
  readonly residentInMb: () => Promise<number>
  readonly isAlive: () => boolean
  readonly kill: () => Promise<void>
}

/** Bombs grow by half a gigabyte a second: at this pace the cap is overrun by some 50 MB. */
const WATCH_INTERVAL_IN_MS = 100

/** Recognition of a page takes a second as a rule; pages that are read again finer and turned take ten. */
const DEADLINE_PER_RECOGNISED_PAGE_IN_MS = 20_000
/** The process stops by itself when its budget for recognition is used up, after the pages it is at. */
const BEYOND_BUDGET_IN_MS = 80_000

/** A process that has had so much time and not reported will not; time without a processor does not count. */
const START_DEADLINE_IN_MS = 20_000

const KEPT_ERROR_OUTPUT = 4_096

/** Fork a process; it starts in the background, the first parse waits for it. */
export function startParsingProcess(options: ParsingProcessOptions): ParsingProcess {
  const child = fork(options.entry, {
    serialization: 'advanced',
    // Secrets of the server stay with the server: hostile files are read here.
    env: {},
    execArgv: [
      `--max-old-space-size=${options.heapCapInMb}`,
      '--permission',
      '--allow-addons',
      `--allow-fs-read=${options.readableFolder}`,
      // Addons are announced as outside of the permission model each time; they are the reason for the other limits.
      '--no-warnings',
    ],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  if (!options.isAwaited) yieldToServer(child)
  const errorOutput = keepErrorOutput(child)
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const ready = firstReply(child, exited)
  const isAlive = () => child.exitCode === null && child.signalCode === null && child.connected && !child.killed
  const kill = async () => {
    child.kill('SIGKILL')
    await exited
  }

  async function ask(request: ChildRequest): Promise<ParsingEnd> {
    if (!(await ready)) {
      await kill()
      return { type: 'not-started' }
    }
    let stopped: 'timeout' | 'out-of-memory' | undefined
    const stop = (reason: 'timeout' | 'out-of-memory') => {
      stopped ??= reason
      void kill()
    }
    const deadline = startFairDeadline(child.pid, options.deadlineInMs, () => stop('timeout'))
    const onRecognising = (pages: number) => deadline.extendTo(options.deadlineInMs + timeToRecognise(request, pages))
    const unwatch = watchMemory(child, options.residentCapInMb, () => stop('out-of-memory'))
    // A stopped process answers by its exit, so that nobody gets it for the next file while it is dying.
    const died = exited.then((): ParsingEnd => ({ type: stopped ?? typeOfDeath(child, errorOutput()) }))
    try {
      return await Promise.race([answerOf(child, request, onRecognising), died])
    } finally {
      deadline.cancel()
      unwatch()
    }
  }

  return { ask, residentInMb: () => residentInMb(child.pid), isAlive, kill }
}

/** Call back when a process holds more than it may; returns what ends the watch. */
function watchMemory({ pid }: ChildProcess, capInMb: number, onOverrun: () => void): () => void {
  let isWatched = true
  const look = async () => {
    const resident = await residentInMb(pid)
    // A figure that comes late is none of the next file's business.
    if (isWatched && resident > capInMb) onOverrun()
  }
  const watch = setInterval(() => void look(), WATCH_INTERVAL_IN_MS)
  return () => {
    isWatched = false
    clearInterval(watch)
  }
}

/** True once the process said it is ready, false when it ended or stayed silent instead. */
function firstReply(child: ChildProcess, exited: Promise<void>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const deadline = startFairDeadline(child.pid, START_DEADLINE_IN_MS, () => resolve(false))
  child.once('message', () => resolve(true))
  void exited.then(() => resolve(false))
  return promise.finally(deadline.cancel)
}

function answerOf(
  child: ChildProcess,
  request: ChildRequest,
  onRecognising: (pages: number) => void,
): Promise<ParsingEnd> {
  const { promise, resolve } = Promise.withResolvers<ParsingEnd>()
  let isRecognising = false
  const onMessage = (reply: ChildReply) => {
    if (reply.type === 'ready') return
    if (reply.type !== 'recognising') return resolve(reply)
    // Once per file: a file must not buy itself time again and again.
    if (!isRecognising) onRecognising(reply.pages)
    isRecognising = true
  }
  child.on('message', onMessage)
  // A failing send means the process is dying; its end is what answers.
  child.send(request, () => undefined)
  return promise.finally(() => child.off('message', onMessage))
}

function timeToRecognise({ recognition }: ChildRequest, pages: number): number {
  if (recognition === null) return 0
  return Math.min(pages * DEADLINE_PER_RECOGNISED_PAGE_IN_MS, recognition.budgetInMs + BEYOND_BUDGET_IN_MS)
}

function keepErrorOutput(child: ChildProcess): () => string {
  let kept = ''
  child.stderr?.setEncoding('utf8')
  child.stderr?.on('data', (text: string) => {
    kept = (kept + text).slice(-KEPT_ERROR_OUTPUT)
  })
  return () => kept
}

/** The heap cap ends a process with a message, the kernel ends it with SIGKILL; anything else is a crash. */
function typeOfDeath(child: ChildProcess, errorOutput: string): 'out-of-memory' | 'crashed' {
  const outOfMemory = child.signalCode === 'SIGKILL' || /out of memory|allocation failed/i.test(errorOutput)
  return outOfMemory ? 'out-of-memory' : 'crashed'
}
