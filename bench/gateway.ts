/**
 * What the gateway costs: requests per second and latencies of its full path (token, standing, both limits, answer cache
 * miss, signed call context, access log, forwarding) with ROLES=gateway,auth in one process on the embedded database,
 * against a bare Fastify proxy and against the npm package @portkey-ai/gateway, which is installed into a temporary folder.
 *
 *   node bench/gateway.ts [rounds=5] [seconds=5] [without-portkey]
 *
 * Every gateway is a process of its own before the same upstream, which answers at once with the same 1.6 KB. Bodies have
 * the same length; Portkey gets its own shape of a question, because it reads it. Rounds are interleaved and start with
 * another gateway each time; the load comes from autocannon in a process of its own. One connection is measured with a
 * finer clock than autocannon's. On a small machine everything shares the cores, so only the ratios mean something; the
 * processor time that a gateway's process takes per request hardly depends on who else is busy.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { createServer } from 'node:net'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runCommand, startServer } from './running-server.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const portkeyFolder = join(tmpdir(), 'footnote-bench-portkey')
const [rounds = 5, seconds = 5] = process.argv.slice(2).map(Number)
const withPortkey = !process.argv.includes('without-portkey')
const CONNECTIONS = [10, 50] as const
/** The whole path of a request is more code than a bare proxy has: it takes longer until all of it is compiled. */
const WARM_UP_IN_SECONDS = 8
const SINGLE_REQUESTS = 1_500
const QUESTION =
  'How many days of annual leave do full-time employees get, and may they take them over into the next year?'

interface Arm {
  readonly name: string
  readonly url: string
  readonly pid: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface Load {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
  /** Processor time of the gateway's process, all its threads, per request. */
  readonly microsecondsOfCpu: number
}

const chatBody = JSON.stringify({ model: 'mock', messages: [{ role: 'user', content: QUESTION }] })
const askBody = JSON.stringify({ query: QUESTION.padEnd(chatBody.length - JSON.stringify({ query: '' }).length, '.') })
const children: ChildProcess[] = []
/** The server puts itself in a group of its own, so it must be stopped by hand when a measurement fails. */
let footnotePid: number | null = null
process.once('exit', () => {
  for (const child of children) child.kill()
  if (footnotePid !== null) process.kill(footnotePid)
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

function start(args: readonly string[], cwd = root): number {
  const child = spawn(process.execPath, args, { cwd, stdio: 'ignore', env: { ...process.env, NODE_ENV: 'production' } })
  children.push(child)
  return child.pid ?? 0
}

async function openArms(home: string): Promise<{ arms: readonly Arm[]; upstream: Arm; stop: () => Promise<void> }> {
  const [upstreamPort, barePort, portkeyPort] = [await freePort(), await freePort(), await freePort()]
  const upstreamUrl = `http://127.0.0.1:${upstreamPort}`
  const peers = join(root, 'bench', 'gateway-peers.ts')
  const json = { 'content-type': 'application/json' }
  const direct = { name: 'upstream', url: `${upstreamUrl}/api/ask`, headers: json, body: askBody }
  const upstream = { ...direct, pid: start([peers, 'upstream', String(upstreamPort)]) }
  const bare = { ...direct, name: 'bare Fastify', url: `http://127.0.0.1:${barePort}/api/ask` }
  const { footnote, stop } = await openFootnote(home, upstreamUrl)
  const arms: Arm[] = [footnote, { ...bare, pid: start([peers, 'bare', String(barePort), upstreamUrl]) }]
  if (withPortkey) arms.push(openPortkey(portkeyPort, upstreamUrl))
  for (const arm of [upstream, ...arms]) await untilAnswers(arm)
  return { arms, upstream, stop }
}

async function openFootnote(home: string, upstream: string): Promise<{ footnote: Arm; stop: () => Promise<void> }> {
  const roles = ['INGESTION', 'RETRIEVAL', 'ORCHESTRATION', 'REPORTING']
  const environment = {
    ...Object.fromEntries(roles.map((role) => [`FOOTNOTE_${role}_URL`, upstream])),
    ROLES: 'gateway,auth',
    FOOTNOTE_WEB: 'off',
    FOOTNOTE_SAMPLES: 'off',
    FOOTNOTE_LOG_LEVEL: 'info',
    FOOTNOTE_INTERNAL_SECRET: 'a key of this measurement that is long enough',
    FOOTNOTE_REQUESTS_PER_MINUTE: '1000000',
    FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: '1000000',
  }
  const server = await startServer({ home, environment })
  const { pid } = JSON.parse(readFileSync(join(home, 'lock.json'), 'utf8')) as { pid: number }
  footnotePid = pid
  const token = runCommand(['token'], server.environment)
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const footnote = { name: 'footnote', url: `${server.url}/api/ask`, pid, headers, body: askBody }
  return { footnote, stop: () => server.stop('SIGINT') }
}

function openPortkey(port: number, upstream: string): Arm {
  const main = join(portkeyFolder, 'node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js')
  if (!existsSync(main)) {
    mkdirSync(portkeyFolder, { recursive: true })
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', portkeyFolder, '@portkey-ai/gateway'])
  }
  const headers = {
    'content-type': 'application/json',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${upstream}/v1`,
    authorization: 'Bearer mock',
  }
  const pid = start([main, `--port=${port}`, '--headless'], portkeyFolder)
  return { name: 'portkey', url: `http://127.0.0.1:${port}/v1/chat/completions`, pid, headers, body: chatBody }
}

async function untilAnswers({ name, url, headers, body }: Arm): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const reply = await fetch(url, { method: 'POST', headers, body }).catch(() => null)
    if (reply?.ok === true && (await reply.text()).includes('answer answer')) return
    await wait(50)
  }
  throw new Error(`${name} does not answer`)
}

/** Load from a process of its own. */
function cannon({ url, pid, headers, body }: Arm, connections: number, duration: number): Promise<Load> {
  const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`])
  const flags = ['--json', '-n', '-m', 'POST', '-c', String(connections), '-d', String(duration), '-b', body]
  const child = spawn('autocannon', [...flags, ...given, url], { stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  const before = cpuOf(pid)
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return new Promise((resolve) =>
    child.once('close', () => {
      const { requests, latency, non2xx, errors } = JSON.parse(text)
      const microsecondsOfCpu = (cpuOf(pid) - before) / requests.total
      resolve({
        perSecond: requests.average,
        p50: latency.p50,
        p99: latency.p99,
        failed: non2xx + errors,
        microsecondsOfCpu,
      })
    }),
  )
}

/** One request after the other over one connection; milliseconds, sorted. */
async function single({ url, headers, body }: Arm, count: number): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times: number[] = []
  const options = { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }
  for (let index = 0; index < count; index++) {
    const startedAt = performance.now()
    await new Promise((resolve, reject) => {
      const sent = httpRequest(url, options, (reply) => reply.resume().once('end', resolve))
      sent.once('error', reject).end(body)
    })
    times.push(performance.now() - startedAt)
  }
  agent.destroy()
  return times.toSorted((a, b) => a - b)
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const at = (sorted: readonly number[], share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN

/** Processor time of a process so far in microseconds; the kernel counts in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

function residentInMb(pid: number): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1024)
}

/** Call for every arm in every round, in another order each time. */
async function interleaved(arms: readonly Arm[], measure: (arm: Arm) => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const shift = round % arms.length
    for (const arm of [...arms.slice(shift), ...arms.slice(0, shift)]) await measure(arm)
  }
}

async function printLoad(arms: readonly Arm[], connections: number): Promise<void> {
  const loads = new Map<string, Load[]>(arms.map(({ name }) => [name, []]))
  await interleaved(arms, async (arm) => void loads.get(arm.name)?.push(await cannon(arm, connections, seconds)))
  const perSecond = (name: string) => median((loads.get(name) ?? []).map((load) => load.perSecond))
  console.log(`\n${connections} connections (median of ${rounds} rounds of ${seconds} s)`)
  for (const [name, results] of loads) {
    const [p50, p99] = [median(results.map((load) => load.p50)), median(results.map((load) => load.p99))]
    const cpu = median(results.map((load) => load.microsecondsOfCpu))
    const failed = results.reduce((sum, load) => sum + load.failed, 0)
    const ratios = [...loads.keys()].filter((other) => other !== name && name === 'footnote')
    const text = ratios.map((other) => `${(perSecond(name) / perSecond(other)).toFixed(2)} × ${other}`).join(', ')
    console.log(
      `  ${name.padEnd(14)}${perSecond(name).toFixed(0).padStart(7)}/s  p50 ${p50} ms  p99 ${p99} ms  ${cpu.toFixed(0).padStart(4)} µs of CPU each  failed ${failed}  ${text}`,
    )
  }
}

async function printSingle(arms: readonly Arm[]): Promise<void> {
  const times = new Map<string, number[]>(arms.map(({ name }) => [name, []]))
  await interleaved(arms, async (arm) => void times.get(arm.name)?.push(...(await single(arm, SINGLE_REQUESTS))))
  const p50 = (name: string) =>
    at(
      (times.get(name) ?? []).toSorted((a, b) => a - b),
      0.5,
    )
  console.log(`\n1 connection (${rounds} rounds of ${SINGLE_REQUESTS} requests)`)
  for (const [name, all] of times) {
    const sorted = all.toSorted((a, b) => a - b)
    const added = (p50(name) - p50('upstream')).toFixed(2)
    console.log(
      `  ${name.padEnd(14)}p50 ${at(sorted, 0.5).toFixed(2)} ms  p99 ${at(sorted, 0.99).toFixed(2)} ms  added to the upstream's p50 ${added} ms`,
    )
  }
}

const home = mkdtempSync(join(tmpdir(), 'footnote-bench-gateway-'))
const { arms, upstream, stop } = await openArms(home)
try {
  const load = () => loadavg().map((value) => value.toFixed(2))
  console.log(`${cpus().length} cores, Node ${process.version}, load average before ${load().join(' ')}`)
  for (const arm of arms) await cannon(arm, 10, WARM_UP_IN_SECONDS)
  await printSingle([upstream, ...arms])
  for (const connections of CONNECTIONS) await printLoad(arms, connections)
  console.log(`\nresident memory: ${arms.map(({ name, pid }) => `${name} ${residentInMb(pid)} MB`).join(', ')}`)
  console.log(`load average after ${load().join(' ')}`)
} finally {
  await stop()
  footnotePid = null
  for (const child of children) child.kill()
  rmSync(home, { recursive: true, force: true })
}
