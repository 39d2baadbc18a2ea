import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { firstAdministrator } from '../auth/first-administrator.ts'
import { openTokenIssuer } from '../auth/token-issuer.ts'
import { compose } from '../compose.ts'
import type { Config } from '../config.ts'
import { systemClock } from '../contracts/call-context.ts'
import type { Principal } from '../contracts/principal.ts'
import { findHomeOwner, takeHomeLock } from '../platform/home/home-lock.ts'
import { keepTemporaryFiles } from '../platform/home/temporary-folder.ts'
import { openFileSecrets } from '../platform/secrets/file-secrets.ts'
import { temporaryFolder } from '../roles/data-folders.ts'
import { type ApiClient, createApiClient, type OnWait } from './api-client.ts'

const LOOK_INTERVAL_IN_MS = 200
/** Later than that a server without an address is a command that works on the folder itself. */
const LONGEST_START_IN_MS = 20_000

/** Sign a token with the key in the data folder: whoever can read that folder is its administrator. */
export async function signToken(config: Config, principal: Principal, lifetimeInSeconds?: number): Promise<string> {
  const secrets = openFileSecrets(config.secretsFolder ?? join(config.home, 'secrets'))
  const issuer = await openTokenIssuer({ secrets, clock: systemClock })
  return issuer.issue(principal, lifetimeInSeconds)
}

/**
 * Do something with a Footnote: the server that was named, else that of this data folder, running or started for the
 * purpose in this process. Where there is no data folder either, the server that this user signed in to last.
 */
export async function withClient<T>(config: Config, use: (client: ApiClient) => Promise<T>): Promise<T> {
  if (config.server !== undefined) return use(await remoteClient(config.server))
  const url = await runningServer(config.home)
  if (url !== null) return use(clientFor(config, url))
  if (!existsSync(config.home)) {
    const { openStoredSignIns } = await import('./stored-sign-ins.ts')
    const server = await openStoredSignIns().lastServer()
    if (server !== null) return use(await remoteClient(server))
  }
  await using _lock = await takeHomeLock(config.home, new Date())
  await keepTemporaryFiles(temporaryFolder(config), { isAlone: true })
  await using footnote = await compose({
    ...config,
    serveWeb: false,
    logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel,
  })
  const ownUrl = await footnote.app.listen({ host: '127.0.0.1', port: 0 })
  return await use(clientFor(config, ownUrl))
}

/** Where the server of a data folder answers, waiting for one that is just starting; null when none runs. */
export async function runningServer(home: string): Promise<string | null> {
  for (let waited = 0; ; waited += LOOK_INTERVAL_IN_MS) {
    const owner = await findHomeOwner(home)
    if (owner === null || owner.url !== null || waited >= LONGEST_START_IN_MS) return owner?.url ?? null
    await rest(LOOK_INTERVAL_IN_MS)
  }
}

/** A server elsewhere, where this user signed in with `footnote login`. */
async function remoteClient(given: string): Promise<ApiClient> {
  const [{ accessTokenFor, serverAddress }, { openStoredSignIns }] = await Promise.all([
    import('./remote-sign-in.ts'),
    import('./stored-sign-ins.ts'),
  ])
  const server = serverAddress(given)
  const stored = openStoredSignIns()
  return createApiClient(server, (refused) => accessTokenFor(server, stored, refused), createWaitNotice())
}

function clientFor(config: Config, url: string): ApiClient {
  return createApiClient(url, () => signToken(config, firstAdministrator(config.tenantId)), createWaitNotice())
}

/** Says once why nothing seems to happen: a full queue can take as long as all that is in it. */
function createWaitNotice(): OnWait {
  let isTold = false
  return ({ code, detail }) => {
    if (isTold || code !== 'queue-full') return
    isTold = true
    console.error(`Waiting, and going on by itself when there is room: ${detail}`)
  }
}
