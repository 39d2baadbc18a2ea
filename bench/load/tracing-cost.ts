/**
 * What traces and metrics over OTLP cost: processor time of a question with and without them, in turns, and what loading the
 * exporters adds to a start.
 *
 *   node bench/load/tracing-cost.ts [rounds=3] [starts=9] [words of ask-cost.ts: questions=120 home=FOLDER …]
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { numberOf } from '../command-words.ts'
import { dataFolder } from '../data-folder.ts'
import { quantile } from '../quantile.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const words = process.argv.slice(2)
const ROUNDS = numberOf(words, 'rounds', 3)
const STARTS = numberOf(words, 'starts', 9)
/** In a process that has loaded the rest of telemetry, as every start has. */
const LOAD_EXPORTERS = `
  await import('./src/platform/telemetry/pino-prometheus.ts')
  const [startedAt, before] = [performance.now(), process.cpuUsage()]
  const { openOtlp } = await import('./src/platform/telemetry/otlp.ts')
  openOtlp({ endpoint: 'http://127.0.0.1:9', serviceName: 'bench', share: 1 })
  const { user, system } = process.cpuUsage(before)
  console.log(JSON.stringify({ ms: performance.now() - startedAt, cpu_ms: (user + system) / 1000 }))
  process.exit()`

interface Cost {
  readonly stage: string
  readonly process_ms: number
}

const starts = Array.from({ length: STARTS }, startCost)
const median = (values: readonly number[]) => Number(quantile(values, 0.5).toFixed(1))
console.log(
  JSON.stringify({
    loading_ms: median(starts.map(({ ms }) => ms)),
    loading_cpu_ms: median(starts.map(({ cpu_ms }) => cpu_ms)),
  }),
)
if (dataFolder() !== null) compareQuestions()

function startCost(): { readonly ms: number; readonly cpu_ms: number } {
  const environment = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'footnote', 'compiled') }
  return JSON.parse(node(['--input-type=module', '-e', LOAD_EXPORTERS], environment)) as ReturnType<typeof startCost>
}

function compareQuestions(): void {
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const [off, on] = round % 2 === 0 ? [costOf([]), costOf(['traced'])] : [costOf(['traced']), costOf([])].toReversed()
    if (off === undefined || on === undefined) return
    ratios.push(on / off)
    console.log(JSON.stringify({ round, off_cpu_ms: off, on_cpu_ms: on, ratio: Number((on / off).toFixed(3)) }))
  }
  console.log(JSON.stringify({ median_ratio: Number(quantile(ratios, 0.5).toFixed(3)) }))
}

/** Processor milliseconds of a whole question. */
function costOf(more: readonly string[]): number {
  const lines = node(['bench/load/ask-cost.ts', ...words, ...more], {})
    .trim()
    .split('\n')
  const costs = lines.map((line) => JSON.parse(line) as Cost)
  return costs.find(({ stage }) => stage === 'ask')?.process_ms ?? 0
}

function node(args: readonly string[], environment: Readonly<Record<string, string>>): string {
  const options = { cwd: root, encoding: 'utf8', env: { ...process.env, ...environment } } as const
  return execFileSync(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] })
}
