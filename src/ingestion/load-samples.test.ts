import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { deleteDocument } from './delete-document.ts'
import { loadSamples } from './load-samples.ts'
import { listDocuments } from './read-documents.ts'

const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url))
let library: TestLibrary
let folder: string
beforeAll(async () => {
  library = await openTestLibrary()
  folder = join(library.database.folder, 'samples')
  await cp(SAMPLES, folder, { recursive: true })
})
afterAll(() => library[Symbol.asyncDispose]())

const load = (tenantId: string, from = folder) => loadSamples({ ...library, folder: from }, tenantId)
const readerOf = (tenant_id: string) => contextFor({ tenant_id })
async function titlesOf(tenantId: string): Promise<string[]> {
  const { documents } = await listDocuments(library.database, { limit: 100 }, readerOf(tenantId))
  return documents.map(({ title }) => title).toSorted()
}

it('an empty tenant gets the sample library once, for everybody in it', async () => {
  const tenantId = await library.database.newTenant()
  await load(tenantId)
  await load(tenantId)
  const { documents } = await listDocuments(library.database, { limit: 100 }, readerOf(tenantId))
  expect(documents.length).toBeGreaterThan(3)
  for (const document of documents)
    expect(document).toMatchObject({ access: ['everyone'], collection: 'Samples', version: 1, state: 'queued' })
})

it('a start that was interrupted is made up for by the next', async () => {
  const tenantId = await library.database.newTenant()
  const half = join(library.database.folder, 'half')
  await cp(SAMPLES, half, { recursive: true })
  for (const name of ['onboarding-mail.eml', 'travel-policy.html']) await rm(join(half, name))
  await load(tenantId, half)
  await load(tenantId)
  expect(await titlesOf(tenantId)).toHaveLength(5)
})

it('samples that were deleted stay deleted', async () => {
  const tenantId = await library.database.newTenant()
  await load(tenantId)
  const owner = contextFor({ tenant_id: tenantId, roles: ['Admin'] }, { clock: library.clock })
  const { documents } = await listDocuments(library.database, { limit: 100 }, owner)
  for (const { id } of documents) await deleteDocument(library, id, owner)
  await load(tenantId)
  expect(await titlesOf(tenantId)).toEqual([])
})

it('a tenant with documents of its own gets none', async () => {
  const tenantId = await library.database.newTenant()
  await library.add({ text: 'own', access: ['everyone'] }, contextFor({ tenant_id: tenantId }))
  await load(tenantId)
  expect(await titlesOf(tenantId)).toEqual(['note.txt'])
})
