import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { DocumentPage, DocumentSummary, UploadReply } from '../src/contracts/documents.ts'
import { dataFolder } from './data-folder.ts'
import { startHealthProbe } from './probe-health.ts'
import { type RunningServer, runCommand, startServer } from './running-server.ts'

/**
 * Uploads every file of FOOTNOTE_DATA/attacks, and a few that point at a listener of our own, through the real route of
 * a running server, then tells what they cost: outcomes, memory of the reading processes, connections, files written
 * outside of the data folder, and how long /healthz took meanwhile.
 * Run on a quiet machine: node bench/attacks.ts
 */
const FILES_PER_REQUEST = 20
/** The peak of a process is kept by the system: looking seldom misses nothing but short lives. */
const WATCH_INTERVAL_IN_MS = 50
const LOOKS_PER_SOCKET_COUNT = 10
const WARM_UP_IN_MS = 5_000
const IDLE_IN_MS = 20_000
const SETTLE_DEADLINE_IN_MS = 45 * 60_000
const ENVIRONMENT = {
  FOOTNOTE_SAMPLES: 'off',
  FOOTNOTE_WEB: 'off',
  FOOTNOTE_REQUESTS_PER_MINUTE: '1000000',
  FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: '10000000',
}
const FINAL: ReadonlySet<string> = new Set(['ready', 'failed', 'needs_ocr'])
const project = fileURLToPath(new URL('..', import.meta.url))

interface AttackFile {
  readonly name: string
  readonly bytes: Buffer
}

const data = dataFolder()
if (data !== null) await run(join(data, 'attacks'))

async function run(folder: string): Promise<void> {
  const around = mkdtempSync(join(tmpdir(), 'footnote-attacks-'))
  const listener = await countConnections()
  const before = listing(around)
  const server = await startServer({ home: join(around, 'home'), environment: ENVIRONMENT })
  try {
    const files = [...attackFiles(folder), ...remoteFiles(listener.port)]
    const token = runCommand(['token', '--minutes', '600'], server.environment)
    const watched = watchReaders(server)
    const probe = startHealthProbe(server.url)
    await wait(WARM_UP_IN_MS)
    await probe.take()
    await wait(IDLE_IN_MS)
    const idle = await probe.take()
    const { documents, rejected } = await uploadAll(server, token, files)
    const settled = await settle(server, token)
    const busy = await probe.take()
    await probe.stop()
    const { peaksInMb, sockets } = watched.stop()
    const report = {
      files: files.length,
      taken: documents.length,
      rejected,
      outcomes: countBy(settled, ({ state, reason }) => reason ?? state),
      without_outcome: settled.filter(({ state }) => !FINAL.has(state)).map(({ title }) => title),
      internal: settled.filter(({ reason }) => reason === 'internal').map(({ title }) => title),
      reader_peak_mb: Math.round(peaksInMb.reader),
      converter_peak_mb: Math.round(peaksInMb.converter),
      reader_sockets: sockets,
      connections: listener.seen(),
      written_outside: [...listing(around)].filter((path) => !before.has(path)),
      healthz_idle_ms: percentiles(idle),
      healthz_busy_ms: percentiles(busy),
      server_mb: server.residentInMb(),
    }
    console.log(JSON.stringify(report, null, 2))
  } finally {
    await server.stop('SIGINT')
    listener.close()
    rmSync(around, { recursive: true, force: true })
  }
}

function attackFiles(folder: string): AttackFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, bytes: readFileSync(join(entry.parentPath, entry.name)) }))
}

/** Files that ask whoever reads them to fetch something. */
function remoteFiles(port: number): AttackFile[] {
  const url = `http://127.0.0.1:${port}/fetched`
  const html = `<html><head><link rel="stylesheet" href="${url}"><base href="${url}"></head><body><p>Remote.</p><img src="${url}"><script src="${url}"></script><iframe src="${url}"></iframe></body></html>`
  const svg = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "${url}">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text><image href="${url}"/></svg>`
  const pdf = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/URI/URI(${url})>>>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj\n4 0 obj<</F<</FS/URL/F(${url})>>/Length 0>>stream\n\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF`
  const mail = `From: a@example.org\nSubject: Remote\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n${html}\n--b\nContent-Type: message/external-body; access-type=URL; URL="${url}"\n\nContent-Type: text/plain\n\n--b--\n`
  const texts = {
    'remote.html': html,
    'remote.svg': svg,
    'remote.pdf': pdf,
    'remote.eml': mail,
    'remote.md': `![x](${url})`,
  }
  return Object.entries(texts).map(([name, text]) => ({ name, bytes: Buffer.from(text) }))
}

/** The port that the files of the folder point at (9), and one of our own. */
async function countConnections() {
  const connections: string[] = []
  const listen = async (port: number) => {
    const server = createServer((socket) => {
      connections.push(`port ${port} from ${socket.remotePort}`)
      socket.once('data', (start) => {
        connections.push(start.toString('latin1').slice(0, 200))
        socket.destroy()
      })
    })
    const { promise, resolve } = Promise.withResolvers<boolean>()
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
    const listening = await promise
    if (!listening) console.log(`port ${port} cannot be listened on; connections to it are not counted`)
    return server
  }
  const servers = [await listen(9), await listen(0)]
  const address = servers[1]?.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    seen: () => connections,
    close: () => {
      for (const server of servers) server.close()
    },
  }
}

/** What stands in the project, in the temporary folder and beside the data folder, without what changes by itself. */
function listing(around: string): ReadonlySet<string> {
  const below = (folder: string, recursive: boolean) =>
    readdirSync(folder, { recursive, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !/\/(?:node_modules|\.git)(?:\/|$)/.test(path.slice(folder.length - 1)))
  const beside = below(around, true).filter((path) => !path.startsWith(join(around, 'home')))
  const top = [tmpdir(), '/', process.env['HOME'] ?? '/'].flatMap((folder) => below(folder, false))
  return new Set([...below(project, true), ...top, ...beside])
}

/** Peak memory of the processes that open files, and internet sockets they had, looked at all the time. */
function watchReaders(server: RunningServer) {
  const home = server.environment['FOOTNOTE_HOME'] ?? ''
  const { pid } = JSON.parse(readFileSync(join(home, 'lock.json'), 'utf8')) as { pid: number }
  const peaksInMb = { reader: 0, converter: 0 }
  let sockets = 0
  let looks = 0
  const timer = setInterval(() => {
    looks += 1
    for (const child of descendantsOf(String(pid))) {
      const kind = kindOf(child)
      if (kind === null) continue
      peaksInMb[kind] = Math.max(peaksInMb[kind], peakOf(child))
      if (looks % LOOKS_PER_SOCKET_COUNT === 0) sockets += internetSocketsOf(child)
    }
  }, WATCH_INTERVAL_IN_MS)
  const stop = () => {
    clearInterval(timer)
    return { peaksInMb, sockets }
  }
  return { stop }
}

function kindOf(pid: string): 'reader' | 'converter' | null {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    if (command.includes('parse-child')) return 'reader'
    return command.includes('soffice.bin') ? 'converter' : null
  } catch {
    return null
  }
}

function descendantsOf(pid: string): string[] {
  try {
    const children = readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' '))
      .filter((child) => child !== '')
    return children.concat(children.flatMap(descendantsOf))
  } catch {
    return []
  }
}

function peakOf(pid: string): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

function internetSocketsOf(pid: string): number {
  try {
    const open = ['tcp', 'tcp6', 'udp', 'udp6'].map((kind) => readFileSync(`/proc/net/${kind}`, 'utf8')).join('\n')
    const inodes = new Set(open.split('\n').map((line) => line.trim().split(/\s+/)[9]))
    return readdirSync(`/proc/${pid}/fd`)
      .map((fd) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1])
      .filter((inode) => inode !== undefined && inodes.has(inode)).length
  } catch {
    return 0
  }
}

async function uploadAll(server: RunningServer, token: string, files: readonly AttackFile[]) {
  const documents: DocumentSummary[] = []
  const rejected: string[] = []
  for (let at = 0; at < files.length; at += FILES_PER_REQUEST) {
    const form = new FormData()
    for (const [index, { name, bytes }] of files.slice(at, at + FILES_PER_REQUEST).entries())
      form.append('file', new Blob([new Uint8Array(bytes)]), `${at + index}-${name}`)
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${server.url}/api/documents`, { method: 'POST', headers, body: form })
    if (response.status >= 500) throw new Error(`the upload was answered with ${response.status}`)
    const reply = (await response.json()) as Partial<UploadReply>
    documents.push(...(reply.documents ?? []))
    rejected.push(...(reply.rejected ?? []).map(({ file_name, code }) => `${file_name}: ${code}`))
  }
  return { documents, rejected }
}

async function settle(server: RunningServer, token: string): Promise<DocumentPage['documents']> {
  const deadline = performance.now() + SETTLE_DEADLINE_IN_MS
  for (;;) {
    const documents = await list(server, token)
    if (documents.every(({ state }) => FINAL.has(state)) || performance.now() > deadline) return documents
    await wait(2_000)
  }
}

async function list(server: RunningServer, token: string): Promise<DocumentPage['documents']> {
  const all: DocumentPage['documents'] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const after: string = cursor === '' ? '' : `&cursor=${cursor}`
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${server.url}/api/documents?limit=100${after}`, { headers })
    const page = (await response.json()) as DocumentPage
    all.push(...page.documents)
    cursor = page.next_cursor
  }
  return all
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Record<string, number> {
  return Object.fromEntries(Array.from(Map.groupBy(items, key), ([name, group]) => [name, group.length]))
}

function percentiles(durations: readonly number[]) {
  const sorted = durations.toSorted((a, b) => a - b)
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1))
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: at(0.9999) }
}
