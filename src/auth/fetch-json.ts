/** As much of `fetch` as is needed here, so that tests can lead it to a server of their own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** A provider that takes longer is as good as down; callers wait for it. */
const DEADLINE_IN_MS = 5_000
/** Many times the size of any metadata, key set or page of groups. */
const MAXIMUM_BYTES = 512 * 1024

/** Get a small JSON document. Throws for everything but status 200, for redirects, and for documents that are large or slow. */
export async function fetchJson(fetch: Fetch, url: string, init: RequestInit = {}): Promise<unknown> {
  const signal = AbortSignal.timeout(DEADLINE_IN_MS)
  const headers = { accept: 'application/json', ...Object.fromEntries(new Headers(init.headers)) }
  const response = await fetch(url, { ...init, headers, signal, redirect: 'error' })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`${new URL(url).host} answered status ${response.status}`)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > MAXIMUM_BYTES) throw new Error(`${new URL(url).host} answered more than ${MAXIMUM_BYTES} bytes`)
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
