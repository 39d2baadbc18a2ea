import pc from 'picocolors'
import { compose } from '../compose.ts'
import type { Config } from '../config.ts'
import { takeHomeLock } from '../platform/home/home-lock.ts'
import { keepTemporaryFiles } from '../platform/home/temporary-folder.ts'
import { temporaryFolder } from '../roles/data-folders.ts'

/** Streams get this long to finish before the process goes. */
const SHUTDOWN_DEADLINE_IN_MS = 25_000

/** Start the roles of this process and answer until it is told to stop. */
export async function serve(config: Config): Promise<void> {
  const startedAt = performance.now()
  const lock = config.databaseUrl === undefined ? await takeHomeLock(config.home, new Date()) : null
  try {
    await keepTemporaryFiles(temporaryFolder(config), { isAlone: lock !== null })
    const footnote = await compose(config)
    const url = await footnote.app.listen({ host: config.host, port: config.port })
    await lock?.announce(url)
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    console.log(
      `${pc.bold('Footnote')} answers at ${pc.cyan(url)} (ready after ${seconds} s, roles: ${config.roles.join(', ')})`,
    )
    await printSignInLink(footnote, url)
    if (config.loadSamples) await footnote.loadSamples?.()
    const signal = await stopSignal()
    console.log(`Stopping (${signal}); running answers are finished first.`)
    setTimeout(() => process.exit(1), SHUTDOWN_DEADLINE_IN_MS).unref()
    await footnote[Symbol.asyncDispose]()
  } finally {
    await lock?.[Symbol.asyncDispose]()
  }
}

async function printSignInLink({ createSignInLink }: Awaited<ReturnType<typeof compose>>, url: string): Promise<void> {
  if (createSignInLink === null) return
  console.log(
    `Open this link to sign in as administrator (works once, for 15 minutes):\n  ${pc.cyan(await createSignInLink(url))}`,
  )
}

function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })
}
