import { describe, expect, it } from 'vitest'
import { startSiteServer } from '../../testing/site-server.ts'
import { isPublicAddress } from '../http/public-address.ts'
import { createPublicFetch } from './public-fetch.ts'

const options = { allowPrivate: false, maximumBytes: 1_000, userAgent: 'test' }
const signal = () => AbortSignal.timeout(10_000)

/** Ways to write this machine and its neighbours. */
function innerHosts(): readonly string[] {
  const addresses = ['127.0.0.1', '10.0.0.1', '192.168.1.1', '172.16.0.1', '169.254.169.254', '0.0.0.0', '100.64.0.1']
  const forms = addresses.flatMap((address) => {
    const bytes = address.split('.').map(Number)
    const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'))
    return [
      address,
      String(number),
      `0x${number.toString(16)}`,
      `0${number.toString(8)}`,
      bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
      hex.map((byte) => `0x${byte}`).join('.'),
      `${bytes[0]}.${bytes[1]}.${(bytes[2] ?? 0) * 256 + (bytes[3] ?? 0)}`,
      `${address}.`,
      `[::ffff:${address}]`,
      `[::ffff:${hex[0]}${hex[1]}:${hex[2]}${hex[3]}]`,
      `[64:ff9b::${address}]`,
      `[2002:${hex[0]}${hex[1]}:${hex[2]}${hex[3]}::]`,
      encodeURIComponent(address).replaceAll('.', '%2e'),
      address.replaceAll('.', '\u3002'),
    ]
  })
  return [
    ...forms,
    'localhost',
    'LOCALHOST',
    'localhost.',
    '[::1]',
    '[::]',
    '[fe80::1]',
    '[fc00::1]',
    '[ff02::1]',
    '127.1',
    '127.0.1',
  ]
}

describe('fetching from the web', () => {
  it('reaches no inner address, however it is written', async () => {
    await using site = await startSiteServer()
    const { port } = new URL(site.url)
    await using fetch = createPublicFetch(options)
    const hosts = innerHosts()
    expect(hosts.length).toBeGreaterThan(100)
    const reached: string[] = []
    for (const host of hosts) {
      if (!URL.canParse(`http://${host}:${port}/`)) continue
      await fetch.get(new URL(`http://${host}:${port}/`), signal()).then(
        () => reached.push(host),
        () => undefined,
      )
    }
    expect(reached).toEqual([])
    expect(site.asked).toEqual([])
  })

  it('reads no other kind of address, and none with a password', async () => {
    await using fetch = createPublicFetch({ ...options, allowPrivate: true })
    for (const address of [
      'file:///etc/passwd',
      'ftp://example.org/',
      'data:text/plain,x',
      'http://user:word@example.org/',
    ])
      await expect(fetch.get(new URL(address), signal())).rejects.toThrow('not read')
  })

  it('does not follow a redirect to an address that may not be asked', async () => {
    await using site = await startSiteServer()
    site.pages.set('/', { status: 302, headers: { location: 'file:///etc/passwd' } })
    await using fetch = createPublicFetch({ ...options, allowPrivate: true })
    await expect(fetch.get(new URL(site.url), signal())).rejects.toThrow('not read')
  })

  it('ends at a redirect without end and at an answer that is too large', async () => {
    await using site = await startSiteServer()
    site.pages.set('/round', { status: 301, headers: { location: '/round' } })
    site.pages.set('/large', { body: 'x'.repeat(1_001) })
    await using fetch = createPublicFetch({ ...options, allowPrivate: true })
    await expect(fetch.get(new URL('/round', site.url), signal())).rejects.toThrow('without end')
    await expect(fetch.get(new URL('/large', site.url), signal())).rejects.toThrow('more than 1000 bytes')
  })

  it.each(['8.8.8.8', '2606:4700::1111'])('takes %s for public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})
