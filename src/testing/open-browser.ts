import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import packedChromium from '@sparticuz/chromium'
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

/** Nothing but the page under test may use the network, and no profile is shared between runs. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

export interface OpenedBrowser {
  readonly context: BrowserContext
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Open a real headless Chromium with a fresh profile. Returns null, after one printed line, where it cannot start. */
export async function openBrowser(options: BrowserContextOptions = {}): Promise<OpenedBrowser | null> {
  const profile = await mkdtemp(join(tmpdir(), 'footnote-browser-'))
  try {
    const executablePath = await packedChromium.executablePath()
    const context = await chromium.launchPersistentContext(profile, { ...options, executablePath, args: ARGUMENTS })
    const close = async () => {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    }
    return { context, [Symbol.asyncDispose]: close }
  } catch (error) {
    await rm(profile, { recursive: true, force: true })
    process.stdout.write(`skipped: Chromium cannot start here (${String(error).split('\n', 1)[0]})\n`)
    return null
  }
}

/** True when the client in `dir` was built; prints one line when not. */
export function webIsBuilt(dir: string): boolean {
  const built = existsSync(join(dir, '.next', 'BUILD_ID'))
  if (!built) process.stdout.write('skipped: the web client is not built, run `npm run build`\n')
  return built
}
