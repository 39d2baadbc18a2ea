import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { LoadedPage, PagePlan } from './load-pages.ts'
import type { ModelCall } from './model-server.ts'
import type { Plan, Sent } from './send-questions.ts'

const LOOK_INTERVAL_IN_MS = 500

/** A language model in a process of its own. */
export interface RunningModel extends AsyncDisposable {
  /** For `FOOTNOTE_CHAT_BASE_URL`. */
  readonly baseUrl: string
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly otlpEndpoint: string
  readonly pid: number
  readonly calls: () => Promise<readonly ModelCall[]>
}

/** Start the scripted model. */
export async function startModel(words: readonly string[]): Promise<RunningModel> {
  const child = start('model-server.ts', words)
  child.stdin?.end()
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  const [line] = (await once(lines, 'line')) as [string]
  const { port } = JSON.parse(line) as { port: number }
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    otlpEndpoint: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    calls: async () => (await (await fetch(`http://127.0.0.1:${port}/calls`)).json()) as readonly ModelCall[],
    [Symbol.asyncDispose]: async () => {
      const gone = once(child, 'exit')
      child.kill()
      await gone
    },
  }
}

/** Let a process of its own ask the questions of a plan. */
export async function sendQuestions(plan: Plan): Promise<readonly Sent[]> {
  return (await carryOut('send-questions.ts', plan)) as readonly Sent[]
}

/** Let a process of its own open pages. */
export async function loadPages(plan: PagePlan): Promise<readonly LoadedPage[]> {
  return (await carryOut('load-pages.ts', plan)) as readonly LoadedPage[]
}

/** Give a program its plan, and read what it prints. */
async function carryOut(program: string, plan: Plan | PagePlan): Promise<unknown> {
  const child = start(program, [])
  child.stdin?.end(JSON.stringify(plan))
  return JSON.parse(await text(child.stdout ?? process.stdin))
}

function start(program: string, words: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(program, import.meta.url))
  return spawn(process.execPath, [path, ...words], { stdio: ['pipe', 'pipe', 'inherit'] })
}

/** What a process took while it was watched. */
export interface WatchedProcess {
  readonly name: string
  /** The most that was seen, in megabytes. */
  readonly residentInMb: number
  /** Of all its threads, since the watch began. */
  readonly cpuInSeconds: number
}

/** Look at processes now and then until asked what they took. */
export function watchProcesses(pids: Readonly<Record<string, number>>): () => readonly WatchedProcess[] {
  const before = Object.entries(pids).map(([name, pid]) => ({ name, pid, cpu: cpuOf(pid), most: residentOf(pid) }))
  const timer = setInterval(() => {
    for (const watched of before) watched.most = Math.max(watched.most, residentOf(watched.pid))
  }, LOOK_INTERVAL_IN_MS)
  return () => {
    clearInterval(timer)
    return before.map(({ name, pid, cpu, most }) => ({
      name,
      residentInMb: Math.round(most / 1_048_576),
      cpuInSeconds: Number((cpuOf(pid) - cpu).toFixed(2)),
    }))
  }
}

/** Resident bytes of a process, as /proc tells; 0 for one that is gone, or where there is no /proc. */
function residentOf(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readProc(pid, 'status')) ?? []
  return Number(kilobytes) * 1_024
}

/** Processor seconds that all threads of a process have taken. */
function cpuOf(pid: number): number {
  // Fields 14 and 15, counted behind the name, which may hold spaces.
  const fields = readProc(pid, 'stat').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / CLOCK_TICKS_PER_SECOND
}

const CLOCK_TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

function readProc(pid: number, file: 'stat' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
