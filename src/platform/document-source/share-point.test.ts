import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GraphPeer, startGraphPeer } from '../../testing/graph-peer.ts'
import { describeDocumentSourceContract, lookAt } from './document-source.contract.ts'
import { entriesOfPermissions } from './graph-access.ts'
import { Permission } from './graph-replies.ts'
import { openSharePointSource } from './share-point.ts'

const ADA = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
const TEAM = '6fa459ea-ee8a-4ca4-894e-db77e160355e'
const forAda = [{ id: '1', roles: ['read'], grantedToV2: { user: { id: ADA, displayName: 'Ada' } } }]
const forTeam = [{ id: '2', roles: ['write'], grantedToV2: { group: { id: TEAM.toUpperCase() } } }]

const sourceOn = ({ url, library, token }: GraphPeer) =>
  openSharePointSource({ library, graphUrl: url, token: async () => token })

describeDocumentSourceContract('SharePoint', async () => {
  const peer = await startGraphPeer()
  const idOf = (name: string) => `item-${name.replaceAll(/\W/g, '-')}`
  return {
    source: sourceOn(peer),
    put: async (name, content) =>
      peer.put(idOf(name), { name: name.split('/').at(-1) ?? '', content, permissions: forAda }),
    remove: async (name) => peer.remove(idOf(name)),
    externalIdOf: idOf,
    [Symbol.asyncDispose]: () => peer[Symbol.asyncDispose](),
  }
})

describe('a document library of SharePoint', () => {
  let peer: GraphPeer
  beforeEach(async () => {
    peer = await startGraphPeer()
  })
  afterEach(() => peer[Symbol.asyncDispose]())
  const put = (id: string, permissions: readonly object[] = forAda) =>
    peer.put(id, { name: `${id}.html`, content: id, permissions })

  it('brings who may read each document, and another state of it when that changes', async () => {
    put('a', [...forTeam, ...forAda])
    const first = await lookAt(sourceOn(peer))
    expect(first.items.get('a')?.access).toEqual([`group:${TEAM}`, `user:${ADA}`])
    put('a', forTeam)
    const second = await lookAt(sourceOn(peer), { cursor: first.end.cursor })
    expect(second.items.get('a')?.access).toEqual([`group:${TEAM}`])
    expect(second.items.get('a')?.fingerprint).not.toBe(first.items.get('a')?.fingerprint)
  })

  it('is read page by page, and afterwards only what changed is asked for', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) put(id)
    const { items, end } = await lookAt(sourceOn(peer))
    expect([...items.keys()]).toEqual(['a', 'b', 'c', 'd', 'e'])
    peer.remove('b')
    put('d')
    const next = await lookAt(sourceOn(peer), { cursor: end.cursor })
    expect([[...next.items.keys()], next.gone, next.end.complete]).toEqual([['d'], ['b'], false])
  })

  it('begins anew when Graph has forgotten the cursor', async () => {
    put('a')
    const { end } = await lookAt(sourceOn(peer))
    peer.expireCursors()
    put('b')
    const again = await lookAt(sourceOn(peer), { cursor: end.cursor })
    expect([[...again.items.keys()], again.end.complete]).toEqual([['a', 'b'], true])
  })

  it('gives nobody a document whose readers cannot be told, and does not pass it over the next time', async () => {
    put('a', [{ id: '3', roles: ['read'], grantedToV2: { siteGroup: { id: '5', loginName: 'Team Visitors' } } }])
    put('b')
    const { items, problems, end } = await lookAt(sourceOn(peer))
    expect([[...items.keys()], problems]).toEqual([['b'], ['a']])
    expect([end.complete, end.cursor]).toEqual([false, null])
  })

  it('waits when Graph is busy', async () => {
    put('a')
    peer.troubles.push({ status: 429, retryAfter: '0' }, { status: 503, retryAfter: '0' })
    expect((await lookAt(sourceOn(peer))).items.size).toBe(1)
  })

  it('does not show its token to the store that holds the bytes', async () => {
    put('a')
    const { items } = await lookAt(sourceOn(peer))
    expect(await text(await items.get('a')!.open(AbortSignal.timeout(5_000)))).toBe('a')
    expect(peer.requests.at(-1)).toMatchObject({ path: '/store/a', authorization: undefined })
  })

  it('says what an identity without rights needs, and which libraries there are', async () => {
    const { url, library } = peer
    const stranger = openSharePointSource({ library, graphUrl: url, token: async () => 'another' })
    await expect(lookAt(stranger)).rejects.toThrow('Files.Read.All and Sites.Read.All')
    const elsewhere = library.replace('Shared%20Documents', 'Other')
    const source = openSharePointSource({ library: elsewhere, graphUrl: url, token: async () => peer.token })
    await expect(lookAt(source)).rejects.toThrow('Shared Documents')
  })

  it('sends its token nowhere but to Graph', async () => {
    const cursor = 'https://example.org/v1.0/drives/drive-1/root/delta?token=1'
    await expect(lookAt(sourceOn(peer), { cursor })).rejects.toThrow('is not Microsoft Graph')
  })
})

describe('permissions of Microsoft Graph', () => {
  const entries = (granted: object) => entriesOfPermissions([Permission.parse({ grantedToV2: granted })])
  const siteGroup = (loginName: string) => ({ siteGroup: { id: '4', loginName } })

  it.each([
    ['a group of Microsoft 365', siteGroup(`c:0o.c|federateddirectoryclaimprovider|${TEAM}`), [`group:${TEAM}`]],
    ['a group of the directory', siteGroup(`c:0t.c|tenant|${TEAM}`), [`group:${TEAM}`]],
    ['everyone but external users', siteGroup(`c:0-.f|rolemanager|spo-grid-all-users/${TEAM}`), ['everyone']],
    ['only the owners of a group', siteGroup(`c:0o.c|federateddirectoryclaimprovider|${TEAM}_o`), []],
    ['a group of SharePoint alone', siteGroup('Team Members'), []],
    ['somebody without an id', { user: { displayName: 'Guest' } }, []],
  ])('of %s', (_, granted, expected) => {
    expect(entries(granted)).toEqual(expected)
  })

  it('of a link count for the people it was sent to, not for everybody who has it', () => {
    const link = { link: { scope: 'organization' }, grantedToIdentitiesV2: [{ user: { id: ADA } }] }
    expect(entriesOfPermissions([Permission.parse(link)])).toEqual([`user:${ADA}`])
  })
})
