import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { webIsBuilt } from '../src/testing/open-browser.ts'
import { webFixtureServer } from '../src/testing/web-fixture-server.ts'

/** What a page may load before it can be used, compressed. */
const LIMIT_IN_BYTES = 220_000

describe.skipIf(!webIsBuilt(import.meta.dirname))('the JavaScript that a page loads first', () => {
  test.each(['/', '/documents'])('of %s stays within 220 kB', async (path) => {
    await using app = await webFixtureServer({ dir: import.meta.dirname })
    const html = (await app.inject(path)).body
    const scripts = [...html.matchAll(/<script[^>]* src="\/_next\/([^"?]+\.js)[^"]*"[^>]*>/g)]
    // Browsers that know modules do not load what is marked so.
    const files = scripts.filter(([tag]) => !/nomodule/i.test(tag)).map(([, file]) => file ?? '')
    const sizes = await Promise.all(
      [...new Set(files)].map(async (file) => {
        return gzipSync(await readFile(join(import.meta.dirname, '.next', file))).byteLength
      }),
    )
    const total = sizes.reduce((sum, size) => sum + size, 0)
    process.stdout.write(`first load of ${path}: ${Math.round(total / 1_000)} kB gzip in ${sizes.length} files\n`)
    expect(total).toBeGreaterThan(50_000)
    expect(total).toBeLessThan(LIMIT_IN_BYTES)
  })
})
