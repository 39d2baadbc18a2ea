import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Authentication } from '../contracts/auth.ts'
import { principalFor } from '../testing/call-contexts.ts'
import { answerCacheKey } from './answer-cache.ts'

const SECRET = 'secret'

function keyOf({
  principal = {},
  body = {},
  ...rest
}: {
  principal?: Parameters<typeof principalFor>[0]
  body?: object
  access_epoch?: number
  library_epoch?: number
  answerFingerprint?: string
}) {
  const { answerFingerprint = 'fingerprint', ...epochs } = rest
  const authentication: Authentication = {
    principal: principalFor(principal),
    access_epoch: 1,
    library_epoch: 1,
    expires_at: '2026-03-02T10:00:00.000Z',
    ...epochs,
  }
  return answerCacheKey(SECRET, { authentication, body: { query: 'How long?', ...body }, answerFingerprint })
}

describe('the key of a cached answer', () => {
  /** Short texts of few letters, with everything that could be taken for a separator: collisions would show soon. */
  const name = fc.string({ unit: fc.constantFrom('a', 'b', ':', '"', ',', '1', '\n', 'é'), minLength: 1, maxLength: 4 })
  const epoch = fc.integer({ min: 1, max: 12 })
  const asked = fc.record({
    tenant: name,
    person: name,
    groups: fc.uniqueArray(name, { maxLength: 2 }),
    access: epoch,
    library: epoch,
    fingerprint: name,
  })
  type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never
  const keyFor = ({ tenant, person, groups, access, library, fingerprint }: Asked) =>
    keyOf({
      principal: { tenant_id: tenant, object_id: person, group_ids: groups },
      access_epoch: access,
      library_epoch: library,
      answerFingerprint: fingerprint,
    })
  const sameRights = (one: Asked, other: Asked) =>
    JSON.stringify({ ...one, groups: one.groups.toSorted() }) ===
    JSON.stringify({ ...other, groups: other.groups.toSorted() })

  it('is the same for two askers exactly when person, tenant, groups, epochs and means are', () => {
    fc.assert(
      fc.property(asked, asked, (one, other) => {
        expect(keyFor(one) === keyFor(other)).toBe(sameRights(one, other))
      }),
      { numRuns: 2_000 },
    )
  })

  it('differs between any two users, tenants and epochs', () => {
    const keys = new Set<string | null>()
    for (const tenant_id of ['t1', 't2', 't11'])
      for (const object_id of ['a', 'b', '1'])
        for (const access_epoch of [1, 2, 11])
          for (const library_epoch of [1, 2, 11])
            keys.add(keyOf({ principal: { tenant_id, object_id }, access_epoch, library_epoch }))
    expect(keys.size).toBe(81)
  })

  it('differs by question, filters, number of passages and roles', () => {
    const keys = [
      keyOf({}),
      keyOf({ body: { query: 'how long?' } }),
      keyOf({ body: { query: 'How long' } }),
      keyOf({ body: { top_k: 6 } }),
      keyOf({ body: { filters: { collections: ['a'] } } }),
      keyOf({ body: { filters: { collections: ['a', 'b'] } } }),
      keyOf({ body: { filters: { media_types: ['a'] } } }),
      keyOf({ principal: { roles: ['Admin'] } }),
      keyOf({ body: { interpret: false } }),
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('stays the same for what means the same: spaces, defaults, order of groups, roles and filter names', () => {
    const filters = { collections: ['a'], media_types: ['b'] }
    const turned = { media_types: ['b'], collections: ['a'] }
    expect(keyOf({ body: { query: '  How \n long? ' } })).toBe(keyOf({}))
    expect(keyOf({ body: { query: 'Cafe\u0301?' } })).toBe(keyOf({ body: { query: 'Caf\u00E9?' } }))
    expect(keyOf({ body: { top_k: 5 } })).toBe(keyOf({}))
    expect(keyOf({ body: { interpret: true } })).toBe(keyOf({}))
    expect(keyOf({ body: { filters } })).toBe(keyOf({ body: { filters: turned } }))
    expect(keyOf({ principal: { group_ids: ['x', 'y'], roles: ['Reader', 'Admin'] } })).toBe(
      keyOf({ principal: { group_ids: ['y', 'x'], roles: ['Admin', 'Reader'] } }),
    )
  })

  it('does not exist for applications, the system and requests that are not valid', () => {
    expect(keyOf({ principal: { kind: 'application' } })).toBeNull()
    expect(keyOf({ principal: { kind: 'system' } })).toBeNull()
    const conversation_id = '2f1a7c0e-7d0b-4c55-9d5e-0a6b3f1c2d3e'
    for (const body of [
      { query: 1 },
      { conversation_id },
      { conversation_id: 'x' },
      { top_k: 0 },
      { filters: { colour: 'red' } },
    ])
      expect(keyOf({ body })).toBeNull()
  })

  it('tells nothing about the question to whoever sees it', () => {
    expect(keyOf({ body: { query: 'salary of Ada' } })).toMatch(/^answer:[\w-]{43}$/)
  })
})
