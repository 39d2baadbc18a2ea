import { constants } from 'node:fs'
import { access, mkdir, statfs } from 'node:fs/promises'
import pc from 'picocolors'
import { z } from 'zod'
import type { Config } from '../config.ts'
import { findSoffice } from '../ingestion/find-soffice.ts'
import { canSeparate } from '../ingestion/run-confined.ts'
import { findHomeOwner } from '../platform/home/home-lock.ts'
import { checkProviders } from './check-providers.ts'

interface Finding {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
}

/** Below this an upload or the index may fail in the middle. */
const LEAST_FREE_BYTES = 1024 ** 3
const LEAST_NODE_VERSION = 24
const PROBE_TIMEOUT_IN_MS = 3_000

/** What `/readyz` says of parts that are worse than they should be. */
const Readiness = z.object({ notices: z.record(z.string(), z.string()).optional() })

/** Check what Footnote needs on this machine and say what to do about what is missing. Returns the process exit code. */
export async function doctorCommand(config: Config, { json }: { readonly json: boolean }): Promise<number> {
  const findings = [
    nodeVersion(),
    await homeFolder(config),
    await freeSpace(config),
    ...(await runningServer(config)),
    ...(await chatModels(config)),
    await oldOffice(config),
    ...(await library(config)),
    ...(await checkProviders(config)).map(({ ok, detail }) => ({ name: 'sign-in', ok, detail })),
  ]
  if (json) console.log(JSON.stringify({ findings }))
  else
    for (const { name, ok, detail } of findings)
      console.log(`${ok ? pc.green('ok  ') : pc.red('bad ')} ${name.padEnd(14)} ${detail}`)
  return findings.every(({ ok }) => ok) ? 0 : 1
}

async function chatModels(config: Config): Promise<readonly Finding[]> {
  const { checkChatModels } = await import('./check-chat-models.ts')
  return (await checkChatModels(config)).map(({ ok, detail }) => ({ name: 'chat model', ok, detail }))
}

async function library(config: Config): Promise<readonly Finding[]> {
  const { checkLibrary } = await import('./check-library.ts')
  return checkLibrary(config)
}

function nodeVersion(): Finding {
  const ok = Number(process.versions.node.split('.')[0]) >= LEAST_NODE_VERSION
  const detail = ok
    ? process.version
    : `${process.version} is too old; run "npm install", which brings Node ${LEAST_NODE_VERSION}.`
  return { name: 'node', ok, detail }
}

async function homeFolder({ home }: Config): Promise<Finding> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 })
    await access(home, constants.R_OK | constants.W_OK)
    return { name: 'data folder', ok: true, detail: home }
  } catch {
    return {
      name: 'data folder',
      ok: false,
      detail: `${home} cannot be written; set FOOTNOTE_HOME to a folder of yours.`,
    }
  }
}

async function freeSpace({ home }: Config): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(home)
    const free = bavail * bsize
    const detail = `${(free / 1024 ** 3).toFixed(1)} GB free`
    const ok = free >= LEAST_FREE_BYTES
    return { name: 'disk', ok, detail: ok ? detail : `${detail}; free some space, uploads need at least 1 GB.` }
  } catch {
    return { name: 'disk', ok: true, detail: 'not known' }
  }
}

async function runningServer({ home }: Config): Promise<readonly Finding[]> {
  const owner = await findHomeOwner(home)
  const name = 'server'
  if (owner === null) return [{ name, ok: true, detail: 'not running; commands start one for the time they need' }]
  if (owner.url === null) return [{ name, ok: true, detail: `process ${owner.pid} is starting` }]
  const { url, pid } = owner
  try {
    const reply = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_IN_MS) })
    const { notices = {} } = Readiness.parse(await reply.json())
    const worse = Object.entries(notices).map(([part, detail]) => ({ name: part, ok: false, detail }))
    if (reply.ok) return [{ name, ok: true, detail: `${url} is ready` }, ...worse]
  } catch {
    // Said below.
  }
  const detail = `${url} (process ${pid}) does not say it is ready; look at its log.`
  return [{ name, ok: false, detail }]
}

async function oldOffice({ soffice }: Config): Promise<Finding> {
  const name = 'old Office'
  try {
    const path = await findSoffice(soffice)
    if (path === null) return { name, ok: true, detail: 'no LibreOffice; .doc, .xls and .ppt are refused' }
    const apart = (await canSeparate())
      ? 'without network and without sight of the data folder'
      : 'by its settings only'
    return { name, ok: true, detail: `${path}, kept apart ${apart}` }
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) }
  }
}
