import { beforeAll, describe, expect, it } from 'vitest'
import type { CheckpointStore, SignedCheckpoint } from './checkpoint-store.ts'

const ODD = `a/b %2F?#ü`

/** What every store of checkpoints does; `open` gives an empty one. */
export function describeCheckpointStoreContract(name: string, open: () => Promise<CheckpointStore>): void {
  describe(`checkpoint store contract: ${name}`, () => {
    let store: CheckpointStore
    beforeAll(async () => {
      store = await open()
    })
    const place = (tenantId: string, sequence: number, hash = 'a'): SignedCheckpoint => {
      return { as: 'checkpoint', tenantId, sequence, hash, signature: 'signed' }
    }
    const listed = async (tenantId: string) => Array.fromAsync(store.list(tenantId))

    it('gives back what was added, in the order of places', async () => {
      const head = { ...place('one', 900), as: 'head' } as const
      for (const each of [place('one', 1_200), head, place('one', 100)]) await store.add(each)
      expect(await listed('one')).toEqual([place('one', 100), head, place('one', 1_200)])
    })

    it('never changes what is kept, whoever adds it again', async () => {
      await store.add(place('two', 100))
      await store.add(place('two', 100, 'another'))
      expect(await listed('two')).toEqual([place('two', 100)])
    })

    it('keeps tenants apart, whatever they are called', async () => {
      for (const tenant of [ODD, 'a', 'a/b']) await store.add(place(tenant, 100))
      for (const tenant of [ODD, 'a', 'a/b']) expect(await listed(tenant)).toEqual([place(tenant, 100)])
    })

    it('has nothing of a tenant that it does not know', async () => {
      expect(await listed('nobody')).toEqual([])
    })
  })
}
