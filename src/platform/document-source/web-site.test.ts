import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SiteServer, startSiteServer } from '../../testing/site-server.ts'
import { describeDocumentSourceContract, lookAt } from './document-source.contract.ts'
import { openWebSiteSource, type WebSiteOptions } from './web-site.ts'

const FAST = { allowPrivate: true, requestsPerSecond: 1_000 }
const page = (body: string) => ({ body: `<html><head></head><body>${body}</body></html>` })
const link = (...addresses: readonly string[]) => page(addresses.map((to) => `<a href="${to}">x</a>`).join(' '))

describeDocumentSourceContract('web site with a sitemap', async () => {
  const site = await startSiteServer()
  const listed = new Set<string>()
  const list = () => {
    const entries = [...listed].map((name) => `<url><loc>${site.url}/${name}</loc></url>`)
    site.pages.set('/sitemap.xml', { body: `<urlset>${entries.join('')}</urlset>` })
  }
  const source = openWebSiteSource(`${site.url}/`, FAST)
  return {
    source,
    put: async (name, body) => {
      listed.add(name)
      site.pages.set(`/${name}`, { body })
      list()
    },
    remove: async (name) => {
      listed.delete(name)
      site.pages.delete(`/${name}`)
      list()
    },
    externalIdOf: (name) => `${site.url}/${name}`,
    [Symbol.asyncDispose]: async () => {
      await source[Symbol.asyncDispose]()
      await site[Symbol.asyncDispose]()
    },
  }
})

describe('a web site', () => {
  let site: SiteServer
  beforeEach(async () => {
    site = await startSiteServer()
  })
  afterEach(() => site[Symbol.asyncDispose]())
  const look = async (start = '/', options: WebSiteOptions = FAST) => {
    await using source = openWebSiteSource(site.url + start, options)
    return await lookAt(source)
  }
  const paths = (items: ReadonlyMap<string, unknown>) => [...items.keys()].map((id) => id.slice(site.url.length))

  it('without a sitemap is read along its links, each page once, and never above the folder of the start', async () => {
    site.pages.set(
      '/docs/',
      link('a.html', 'a.html#part', '/docs/b.html', '/above.html', 'https://example.org/', 'mailto:x'),
    )
    site.pages.set('/docs/a.html', link('sub/c.html', './'))
    site.pages.set('/docs/b.html', page('b'))
    site.pages.set('/docs/sub/c.html', page('c'))
    site.pages.set('/above.html', page('above'))
    const { items, end } = await look('/docs/')
    expect(paths(items)).toEqual(['/docs/', '/docs/a.html', '/docs/b.html', '/docs/sub/c.html'])
    expect(end.complete).toBe(true)
    expect(site.asked.filter((path) => path === '/docs/a.html')).toHaveLength(1)
  })

  it('is read as its robots.txt and its pages allow', async () => {
    site.pages.set('/robots.txt', { body: 'User-agent: *\nDisallow: /private/\n' })
    site.pages.set('/', {
      body: '<a href="/private/a">1</a><a href="/hidden">2</a><a href="/dead-end">3</a><a rel="nofollow" href="/not">4</a>',
    })
    site.pages.set('/private/a', page('private'))
    site.pages.set('/hidden', { body: '<meta name="robots" content="noindex"><a href="/behind">5</a>' })
    site.pages.set('/behind', page('behind'))
    site.pages.set('/dead-end', { body: '<meta name="ROBOTS" content="nofollow"><a href="/not">6</a>' })
    site.pages.set('/not', page('not'))
    expect(paths((await look()).items)).toEqual(['/', '/dead-end', '/behind'])
    expect(site.asked).not.toContain('/private/a')
  })

  it('that forbids everything, or whose rules cannot be had, is not read', async () => {
    site.pages.set('/', page('home'))
    site.pages.set('/robots.txt', { body: 'User-agent: footnote\nDisallow: /\n' })
    await expect(look()).rejects.toThrow('does not allow Footnote')
    site.pages.set('/robots.txt', { status: 500 })
    await expect(look()).rejects.toThrow('answers with status 500')
  })

  it('with a page that fails is not taken for complete; a page that is not there is gone', async () => {
    site.pages.set('/', link('/broken', '/missing', '/fine'))
    site.pages.set('/broken', { status: 500 })
    site.pages.set('/fine', page('fine'))
    const { items, gone, problems, end } = await look()
    expect(paths(items)).toEqual(['/', '/fine'])
    expect(gone).toEqual([`${site.url}/missing`])
    expect([problems, end.complete]).toEqual([[`${site.url}/broken`], false])
  })

  it('whose start cannot be read is an error, not an empty site', async () => {
    site.pages.set('/', { status: 500 })
    await expect(look()).rejects.toThrow('status 500')
  })

  it('does not fetch what its sitemap says did not change', async () => {
    const entry = (name: string, day: string) => `<url><loc>${site.url}/${name}</loc><lastmod>${day}</lastmod></url>`
    const index = `<sitemapindex><sitemap><loc>${site.url}/pages.xml</loc></sitemap></sitemapindex>`
    site.pages.set('/robots.txt', { body: `Sitemap: ${site.url}/index.xml` })
    site.pages.set('/index.xml', { body: index })
    site.pages.set('/pages.xml', { body: `<urlset>${entry('a', '2026-01-01')}${entry('b', '2026-02-01')}</urlset>` })
    site.pages.set('/a', page('a'))
    site.pages.set('/b', page('b'))
    await using source = openWebSiteSource(`${site.url}/`, FAST)
    const first = await lookAt(source)
    site.asked.length = 0
    const known = new Map(
      [...first.items].map(([id, { fingerprint }]) => [id, id.endsWith('/a') ? fingerprint : 'old']),
    )
    const { items } = await lookAt(source, { fingerprintOf: (id) => known.get(id) })
    expect(items.get(`${site.url}/a`)?.fingerprint).toBe(first.items.get(`${site.url}/a`)?.fingerprint)
    expect(site.asked.filter((path) => path === '/a' || path === '/b')).toEqual(['/b'])
  })

  it('is asked no faster than allowed, and again when it says "later"', async () => {
    site.pages.set('/', link('/a', '/b'))
    site.pages.set('/a', page('a'))
    site.pages.set('/b', { status: 429, headers: { 'retry-after': '1' } })
    const startedAt = performance.now()
    const looking = look('/', { ...FAST, requestsPerSecond: 10 })
    await expect.poll(() => site.asked, { timeout: 5_000 }).toContain('/b')
    site.pages.set('/b', page('b'))
    expect(paths((await looking).items)).toEqual(['/', '/a', '/b'])
    expect(performance.now() - startedAt).toBeGreaterThan(1_200)
  })

  it('ends at the number of pages that was allowed, without taking the rest for gone', async () => {
    site.pages.set('/', link('/1', '/2', '/3'))
    for (const name of ['/1', '/2', '/3']) site.pages.set(name, page(name))
    const { items, end } = await look('/', { ...FAST, mostPages: 2 })
    expect([items.size, end.complete]).toEqual([2, false])
  })

  it('leaves out what is no document and what leads to other sites', async () => {
    await using other = await startSiteServer()
    other.pages.set('/', page('other'))
    site.pages.set('/', link('/picture', '/moved', '/paper.pdf'))
    site.pages.set('/picture', { headers: { 'content-type': 'image/png' }, body: 'x' })
    site.pages.set('/moved', { status: 302, headers: { location: `${other.url}/` } })
    site.pages.set('/paper.pdf', { headers: { 'content-type': 'application/pdf' }, body: '%PDF-' })
    const { items } = await look()
    expect([...items.values()].map(({ fileName }) => fileName)).toEqual(['127.0.0.1.html', 'paper.pdf'])
  })
})
