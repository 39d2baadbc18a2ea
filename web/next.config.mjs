import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository root: the client imports the server's contracts, which stand outside this folder. */
const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Kept as `.mjs`: a `.ts` configuration makes Next load its compiler (about 100 MB) when the server starts.
 * @type {import('next').NextConfig}
 */
const config = {
  turbopack: { root: projectRoot },
  outputFileTracingRoot: projectRoot,
  poweredByHeader: false,
  // Every page is rendered per request because of the nonce, so nothing would ever be read from these caches.
  cacheMaxMemorySize: 0,
  // `npm run check` proves the types, tests included; whoever only starts the service need not wait for that.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  experimental: {
    // Pages share a process with the rest of the service: load each on its first request, not all at start.
    preloadEntriesOnStart: false,
  },
}

export default config
