import { Parser } from 'htmlparser2'

/** What a crawler has to know of a page. */
export interface PageLinks {
  /** Addresses as they stand in the page. */
  readonly links: readonly string[]
  /** The address that links are relative to, where the page names one. */
  readonly base: string | null
  /** The page asks not to be found by searching. */
  readonly noIndex: boolean
  /** The page asks that its links are not followed. */
  readonly noFollow: boolean
}

const MAXIMUM_LINKS = 10_000

/** The links of an HTML page. */
export function linksOf(html: string): PageLinks {
  const links: string[] = []
  let base: string | null = null
  const wishes = new Set<string>()
  const parser = new Parser({
    onopentag: (name, { href, rel, content, name: metaName }) => {
      if (name === 'a' || name === 'area') {
        const follow = rel?.toLowerCase().split(/\s+/).includes('nofollow') !== true
        if (href !== undefined && follow && links.length < MAXIMUM_LINKS) links.push(href)
      } else if (name === 'base') base ??= href ?? null
      else if (name === 'meta' && metaName?.toLowerCase() === 'robots')
        for (const wish of (content ?? '').toLowerCase().split(/[\s,]+/)) wishes.add(wish)
    },
  })
  parser.end(html)
  const none = wishes.has('none')
  return { links, base, noIndex: none || wishes.has('noindex'), noFollow: none || wishes.has('nofollow') }
}

/** An entry of a sitemap. */
export interface SitemapEntry {
  readonly address: string
  /** As the site writes it; null where it does not. */
  readonly changed: string | null
}

export interface Sitemap {
  readonly pages: readonly SitemapEntry[]
  /** Further sitemaps that this one names. */
  readonly sitemaps: readonly string[]
}

/** Read a sitemap or an index of sitemaps (sitemaps.org). What is not one has no entries. */
export function readSitemap(xml: string): Sitemap {
  const pages: SitemapEntry[] = []
  const sitemaps: string[] = []
  let entry: { address: string; changed: string } | null = null
  let field: 'address' | 'changed' | null = null
  const parser = new Parser(
    {
      onopentag: (name) => {
        if (name === 'url' || name === 'sitemap') entry = { address: '', changed: '' }
        else field = name === 'loc' ? 'address' : name === 'lastmod' ? 'changed' : null
      },
      ontext: (text) => {
        if (entry !== null && field !== null) entry[field] += text
      },
      onclosetag: (name) => {
        field = null
        if (entry === null || (name !== 'url' && name !== 'sitemap')) return
        const address = entry.address.trim()
        if (name === 'sitemap') sitemaps.push(address)
        else pages.push({ address, changed: entry.changed.trim() === '' ? null : entry.changed.trim() })
        entry = null
      },
    },
    { xmlMode: true },
  )
  parser.end(xml)
  return { pages, sitemaps }
}
