import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { signToken } from '../commands/with-client.ts'
import { compose, type Footnote } from '../compose.ts'
import { type Config, readConfig } from '../config.ts'
import { freePort, startPostgresServer } from './postgres-server.ts'

type Settings = Readonly<Record<string, string>>

type Call = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> }

/** All roles apart, each on a port of its own, over one PostgreSQL; only the process of the test is the same. */
export interface Split extends AsyncDisposable {
  readonly urls: readonly string[]
  /** Call the gateway as an administrator. */
  readonly call: (path: string, init?: Call) => Promise<Response>
  /** Upload a text and wait until it can be asked for. */
  readonly add: (name: string, content: string) => Promise<void>
  /** End all roles, which send what they have recorded. */
  readonly stop: () => Promise<void>
}

/** Start these groups of roles; the gateway is in the first one. */
export async function startSplit(groups: readonly string[], extra: Settings = {}): Promise<Split> {
  const [postgres, folder] = [await startPostgresServer(), await mkdtemp(join(tmpdir(), 'footnote-split-'))]
  const ports = await Promise.all(groups.map(() => freePort()))
  const urls = ports.map((port) => `http://127.0.0.1:${port}`)
  const peers = groups.flatMap((roles, i) =>
    roles.split(',').map((role) => [`FOOTNOTE_${role.toUpperCase()}_URL`, urls[i] ?? ''] as const),
  )
  const { FOOTNOTE_GATEWAY_URL: publicUrl = '', ...known } = Object.fromEntries(peers)
  const configs = groups.map((roles, i) =>
    readConfig({
      ...shared(folder, postgres.url),
      ...known,
      ...extra,
      FOOTNOTE_PUBLIC_URL: publicUrl,
      ROLES: roles,
      FOOTNOTE_PORT: String(ports[i]),
    }),
  )
  const running: Footnote[] = []
  // One after the other: the first makes the tables.
  for (const config of configs.toReversed()) running.push(await start(config))
  const [gateway] = configs
  if (gateway === undefined) throw new Error('name at least one group of roles')
  const principal = {
    tenant_id: gateway.tenantId,
    object_id: 'admin',
    group_ids: [],
    roles: ['Admin' as const],
    kind: 'user' as const,
  }
  const authorization = `Bearer ${await signToken(gateway, principal, 3_600)}`
  const call: Split['call'] = (path, init = {}) =>
    fetch(`${publicUrl}${path}`, { ...init, headers: { authorization, ...init.headers } })
  const stop = async (): Promise<void> => {
    for (const footnote of running.splice(0).reverse()) await footnote[Symbol.asyncDispose]()
  }
  return {
    urls,
    call,
    add: (name, content) => addText(call, name, content),
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop()
      await postgres[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function shared(folder: string, databaseUrl: string): Settings {
  return {
    FOOTNOTE_HOME: join(folder, 'home'),
    FOOTNOTE_DATABASE_URL: databaseUrl,
    FOOTNOTE_BLOBS_FOLDER: join(folder, 'blobs'),
    FOOTNOTE_INDEX_FOLDER: join(folder, 'index'),
    FOOTNOTE_SECRETS_FOLDER: join(folder, 'secrets'),
    FOOTNOTE_INTERNAL_SECRET: 'a key for the calls between the roles of a test',
    FOOTNOTE_REQUESTS_PER_MINUTE: '10000',
    FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: '10000',
    FOOTNOTE_LOG_LEVEL: 'silent',
    FOOTNOTE_SAMPLES: 'off',
    FOOTNOTE_WEB: 'off',
  }
}

async function start(config: Config): Promise<Footnote> {
  const footnote = await compose(config)
  await footnote.app.listen({ host: config.host, port: config.port })
  return footnote
}

async function addText(call: Split['call'], name: string, content: string): Promise<void> {
  const body = new FormData()
  body.append('file', new Blob([content]), name)
  const reply = await call('/api/documents', { method: 'POST', body })
  if (!reply.ok) throw new Error(`the upload was refused: ${await reply.text()}`)
  for (;;) {
    const page = (await (await call('/api/documents')).json()) as { documents?: { title: string; state: string }[] }
    const states = (page.documents ?? []).map(({ state }) => state)
    if (states.length > 0 && states.every((state) => state === 'ready')) return
    if (states.includes('failed')) throw new Error('the document could not be read')
    await pause(50)
  }
}
