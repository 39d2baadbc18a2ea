import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { deleteByIdentity } from './delete-by-identity.ts'
import { registerStored } from './register-stored.ts'

let library: TestLibrary
let tenantId: string
beforeAll(async () => {
  library = await openTestLibrary()
  tenantId = await library.database.newTenant()
})
afterAll(() => library[Symbol.asyncDispose]())

const person = (object_id: string) =>
  contextFor({ tenant_id: tenantId, object_id, roles: ['Contributor'] }, { clock: library.clock })

/** Store a text and register it, as an upload does; says which bytes it had and what became of it. */
async function send(externalId: string, text: string, { minutesAgo = 0, by = 'ada' } = {}) {
  const options = { signal: new AbortController().signal, maximumBytes: 1_000 }
  const stored = await library.blobs.put(tenantId, Readable.from([Buffer.from(text)]), options)
  const named = { source: 'drive', externalId, changedAt: new Date(library.clock.now() - minutesAgo * 60_000) }
  const said = { fileName: 'a.txt', title: null, collection: null, access: null, mediaType: 'text/plain' }
  const outcome = await registerStored(library, { ...named, ...said, ...stored }, person(by)).then(
    ({ changed }) => (changed ? 'taken' : 'unchanged'),
    (error: { code?: string }) => error.code,
  )
  return { outcome, stays: await library.blobs.has(tenantId, stored.sha256) }
}

it('keeps bytes that a document takes, also when they are sent again', async () => {
  expect(await send('a', 'first')).toEqual({ outcome: 'taken', stays: true })
  expect(await send('a', 'first')).toEqual({ outcome: 'unchanged', stays: true })
})

it('keeps no bytes of news that newer ones have overtaken', async () => {
  await send('b', 'newer')
  expect(await send('b', 'older', { minutesAgo: 5 })).toEqual({ outcome: 'unchanged', stays: false })
  await deleteByIdentity(library, { source: 'drive', externalId: 'c' }, person('ada'))
  expect(await send('c', 'late', { minutesAgo: 5 })).toEqual({ outcome: 'news-overtaken', stays: false })
})

it('keeps no bytes of somebody who may not replace the document, unless another document has them', async () => {
  await send('d', 'own')
  expect(await send('d', 'foreign', { by: 'bob' })).toEqual({ outcome: 'document-not-found', stays: false })
  expect(await send('d', 'first', { by: 'bob' })).toEqual({ outcome: 'document-not-found', stays: true })
})
