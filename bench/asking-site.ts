import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from '../src/testing/open-browser.ts'
import { createLibraryClient, type LibraryClient, makeToken } from './library-client.ts'
import { startServer } from './running-server.ts'

/** A file that a measurement puts into the library. */
export interface BytesToSend {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** A real server with its pages, and a real browser in front of them whose requests come from an administrator. */
export interface AskingSite extends AsyncDisposable {
  readonly library: LibraryClient
  /** Put files into the library and wait until they are read. Throws when one cannot be. */
  readonly add: (files: readonly BytesToSend[]) => Promise<void>
  /** A new Ask page. */
  readonly open: () => Promise<Page>
}

const READ_WITHIN_IN_MS = 600_000
const ENVIRONMENT = {
  FOOTNOTE_SAMPLES: 'off',
  FOOTNOTE_REQUESTS_PER_MINUTE: '1000000',
  FOOTNOTE_TENANT_REQUESTS_PER_MINUTE: '10000000',
}

/** Start both on an empty home, or return null where no browser can run. */
export async function openAskingSite(): Promise<AskingSite | null> {
  const browser = await openBrowser({ viewport: { width: 1280, height: 800 } })
  if (browser === null) return null
  const home = await mkdtemp(join(tmpdir(), 'footnote-asking-'))
  const server = await startServer({ home, environment: ENVIRONMENT })
  const library = createLibraryClient(server, makeToken(server))
  await browser.context.setExtraHTTPHeaders(library.headers)
  return {
    library,
    add: async (files) => {
      const body = new FormData()
      for (const { name, bytes } of files) body.append('files', new File([bytes], name))
      await library.fetch('/api/documents', { method: 'POST', body })
      const unread = (await library.settled(READ_WITHIN_IN_MS)).filter(({ state }) => state !== 'ready')
      if (unread.length > 0)
        throw new Error(`not read: ${unread.map(({ title, detail }) => `${title}: ${detail}`).join('; ')}`)
    },
    open: async () => {
      const page = await browser.context.newPage()
      await page.goto(server.url)
      return page
    },
    [Symbol.asyncDispose]: async () => {
      await browser[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
      await rm(home, { recursive: true, force: true })
    },
  }
}
