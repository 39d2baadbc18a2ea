import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { documentVersions } from '../platform/database/schema.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { createUploadCapacity } from './upload-capacity.ts'

let library: TestLibrary
let tenantId: string
beforeAll(async () => {
  library = await openTestLibrary()
})
afterAll(() => library[Symbol.asyncDispose]())
beforeEach(async () => {
  tenantId = await library.database.newTenant()
})

const ada = () => contextFor({ tenant_id: tenantId, object_id: 'ada' }, { clock: library.clock })
const add = (name: string) => library.add({ text: name, fileName: name }, ada())
const capacityOf = (maximumQueuedDocuments: number) => createUploadCapacity({ ...library, maximumQueuedDocuments })

/** A library that counts how often its database is asked. */
function watched() {
  const looks = { count: 0 }
  const forTenant: typeof library.database.forTenant = (id) => {
    looks.count += 1
    return library.database.forTenant(id)
  }
  return { looks, database: { ...library.database, forTenant } }
}

describe('the capacity for uploads', () => {
  it('is used up when so many documents of the tenant wait, and says when to come again', async () => {
    const capacity = capacityOf(2)
    await add('a')
    await capacity.require(ada())
    await add('b')
    library.clock.advance(1_000)
    await expect(capacity.require(ada())).rejects.toMatchObject({
      code: 'queue-full',
      retryAfterInSeconds: 10,
      message: expect.stringContaining('2 documents wait to be read') as string,
    })
    const other = contextFor({ tenant_id: await library.database.newTenant() }, { clock: library.clock })
    await capacity.require(other)
  })

  it('is there again when some were read', async () => {
    const capacity = capacityOf(1)
    const { versionId } = await add('a')
    await expect(capacity.require(ada())).rejects.toMatchObject({ code: 'queue-full' })
    await library.database.system
      .update(documentVersions)
      .set({ state: 'ready' })
      .where(eq(documentVersions.id, versionId))
    library.clock.advance(1_000)
    await capacity.require(ada())
  })

  it('looks at the queue once a second, however many ask, and counts along what comes meanwhile', async () => {
    const { looks, database } = watched()
    const capacity = createUploadCapacity({ database, maximumQueuedDocuments: 100 })
    await Promise.all(Array.from({ length: 50 }, () => capacity.require(ada())))
    for (let i = 0; i < 100; i += 1) {
      await capacity.require(ada())
      capacity.take(ada())
    }
    for (let i = 0; i < 50; i += 1) await expect(capacity.require(ada())).rejects.toMatchObject({ code: 'queue-full' })
    expect(looks.count).toBe(1)
    library.clock.advance(1_000)
    await capacity.require(ada())
    expect(looks.count).toBe(2)
  })
})
