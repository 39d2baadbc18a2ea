import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as rest } from 'node:timers/promises'
import robots from 'robots-parser'
import type { DocumentSource, LookOptions, SourceItem, SourceNews } from './document-source.ts'
import { createPublicFetch, type Fetched, type PublicFetch, requireAllowed } from './public-fetch.ts'
import { linksOf, readSitemap, type SitemapEntry } from './web-links.ts'

/** What is used of the package. Its types are those of an ES module, which it is not. */
type RobotsParser = (
  address: string,
  text: string,
) => {
  readonly isAllowed: (address: string, robot: string) => boolean | undefined
  readonly getCrawlDelay: (robot: string) => number | undefined
  readonly getSitemaps: () => string[]
}
const robotsParser = robots as unknown as RobotsParser

export interface WebSiteOptions {
  /** Reach addresses of inner networks. */
  readonly allowPrivate?: boolean
  /** The look ends there, without taking the rest for gone. */
  readonly mostPages?: number
  readonly requestsPerSecond?: number
  readonly maximumBytes?: number
}

/** How the crawler names itself; robots rules can address it. */
export const ROBOT_NAME = 'Footnote'
const DEFAULTS = { allowPrivate: false, mostPages: 5_000, requestsPerSecond: 2, maximumBytes: 100 * 1_048_576 }
const LONGEST_CRAWL_DELAY_IN_SECONDS = 30
const MAXIMUM_SITEMAPS = 50
const MAXIMUM_TRIES = 4
const LONGEST_WAIT_IN_SECONDS = 120

/** Media types by what an address ends in where the server does not say; others are read as pages. */
const PAGE_TYPES: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml'])
/** What pages are made of, but nobody asks questions about. */
const NOT_DOCUMENTS = /^(image|audio|video|font)\/|javascript|text\/css|application\/(zip|gzip|octet-stream|wasm)/

/**
 * The pages of a web site, and the documents they link to: those that its sitemap names, else those that can be reached by
 * links from the given page without leaving its folder. Follows robots.txt, and asks no more often than it is told.
 */
export function openWebSiteSource(start: string, given: WebSiteOptions = {}): DocumentSource {
  const options = { ...DEFAULTS, ...given }
  const url = new URL(start)
  url.hash = ''
  requireAllowed(url, options.allowPrivate)
  const fetch = createPublicFetch({ ...options, userAgent: `${ROBOT_NAME}/1.0` })
  return {
    kind: 'web-site',
    location: url.href,
    look: (look) => crawl({ start: url, fetch, options }, look),
    [Symbol.asyncDispose]: () => fetch[Symbol.asyncDispose](),
  }
}

interface Site {
  readonly start: URL
  readonly fetch: PublicFetch
  readonly options: Required<WebSiteOptions>
}

interface Robots {
  readonly isAllowed: (url: URL) => boolean
  readonly delayInMs: number
  readonly sitemaps: readonly string[]
}

async function* crawl(site: Site, { fingerprintOf, signal }: LookOptions): AsyncGenerator<SourceNews> {
  const robots = await readRobots(site, signal)
  const ask = politely(site, robots, signal)
  const listed = await pagesOfSitemaps(site, robots, ask)
  const waiting: SitemapEntry[] = listed.length > 0 ? [...listed] : [{ address: site.start.href, changed: null }]
  const seen = new Set(waiting.map(({ address }) => address))
  let [complete, read] = [true, 0]
  for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
    signal.throwIfAborted()
    if (++read > site.options.mostPages) {
      complete = false
      const detail = `The site has more than ${site.options.mostPages} pages; the rest was not read. Sync a part of it.`
      yield { type: 'problem', externalId: entry.address, detail }
      break
    }
    const known = entry.changed === null ? undefined : `changed:${entry.changed}`
    if (known !== undefined && fingerprintOf(entry.address) === known) {
      yield { type: 'item', item: unchanged(entry.address, known) }
      continue
    }
    const page = await readPage(entry, ask, signal)
    if (page.news?.type === 'problem') {
      if (entry.address === site.start.href && listed.length === 0) throw new Error(page.news.detail)
      complete = false
    }
    if (page.news !== null) yield page.news
    if (listed.length > 0) continue
    for (const link of page.links) {
      if (seen.has(link.href) || !isInside(link, site.start) || !robots.isAllowed(link)) continue
      seen.add(link.href)
      waiting.push({ address: link.href, changed: null })
    }
  }
  yield { type: 'end', complete, cursor: null }
}

type Ask = (url: URL) => Promise<Fetched>

/** Ask one after the other, not faster than allowed, and again when the server says "later". */
function politely({ fetch, options }: Site, { delayInMs }: Robots, signal: AbortSignal): Ask {
  const pauseInMs = Math.max(1_000 / options.requestsPerSecond, delayInMs)
  let next = 0
  return async (url) => {
    for (let tries = 1; ; tries++) {
      const waitInMs = next - performance.now()
      if (waitInMs > 0) await rest(waitInMs, undefined, { signal })
      next = performance.now() + pauseInMs
      const fetched = await fetch.get(url, signal)
      if ((fetched.status !== 429 && fetched.status !== 503) || tries === MAXIMUM_TRIES) return fetched
      const asked = Number(fetched.headers.get('retry-after'))
      const seconds = Number.isFinite(asked) && asked > 0 ? asked : 2 ** tries
      next = performance.now() + Math.min(seconds, LONGEST_WAIT_IN_SECONDS) * 1_000
    }
  }
}

/** A site without robots.txt allows everything; one whose robots.txt cannot be had allows nothing (RFC 9309, 2.3.1). */
async function readRobots({ start, fetch }: Site, signal: AbortSignal): Promise<Robots> {
  const address = new URL('/robots.txt', start)
  const { status, body } = await fetch.get(address, signal)
  if (status >= 500) throw new Error(`${address.href} answers with status ${status}; try again later.`)
  const rules = robotsParser(address.href, status < 300 ? body.toString('utf8') : '')
  if (rules.isAllowed(start.href, ROBOT_NAME) === false)
    throw new Error(`${address.href} does not allow ${ROBOT_NAME} to read ${start.href}; ask whoever runs the site.`)
  const delay = Math.min(rules.getCrawlDelay(ROBOT_NAME) ?? 0, LONGEST_CRAWL_DELAY_IN_SECONDS)
  return {
    isAllowed: (url) => rules.isAllowed(url.href, ROBOT_NAME) !== false,
    delayInMs: delay * 1_000,
    sitemaps: rules.getSitemaps(),
  }
}

/** The pages below the start that sitemaps name, when the start is the root of the site or a sitemap; else none. */
async function pagesOfSitemaps(site: Site, robots: Robots, ask: Ask): Promise<readonly SitemapEntry[]> {
  const { start } = site
  const isSitemap = start.pathname.endsWith('.xml')
  const folder = isSitemap ? new URL('/', start) : start
  const addresses = isSitemap ? [start.href] : [...robots.sitemaps, new URL('/sitemap.xml', start).href]
  const pages = new Map<string, SitemapEntry>()
  const asked = new Set<string>()
  for (let address = addresses.shift(); address !== undefined; address = addresses.shift()) {
    const url = parseUrl(address, start)
    if (url === null || url.origin !== start.origin || asked.has(url.href) || asked.size >= MAXIMUM_SITEMAPS) continue
    asked.add(url.href)
    const { status, body } = await ask(url)
    if (status >= 500) throw new Error(`The sitemap ${url.href} answers with status ${status}; try again later.`)
    if (status >= 300) continue
    const sitemap = readSitemap(body.toString('utf8'))
    addresses.push(...sitemap.sitemaps)
    for (const entry of sitemap.pages) {
      const page = parseUrl(entry.address, url)
      if (page !== null && isInside(page, folder) && robots.isAllowed(page))
        pages.set(page.href, { address: page.href, changed: entry.changed })
    }
  }
  return [...pages.values()]
}

function parseUrl(address: string, base: URL): URL | null {
  if (!URL.canParse(address, base.href)) return null
  const url = new URL(address, base)
  url.hash = ''
  return url
}

/** Same site, and below the folder of the start. */
function isInside(url: URL, start: URL): boolean {
  const folder = start.pathname.slice(0, start.pathname.lastIndexOf('/') + 1)
  return url.origin === start.origin && url.pathname.startsWith(folder)
}

interface ReadPage {
  /** Null for what is no document: an image, a page that does not want to be found or is not there. */
  readonly news: Extract<SourceNews, { type: 'item' | 'problem' | 'gone' }> | null
  readonly links: readonly URL[]
}

async function readPage({ address, changed }: SitemapEntry, ask: Ask, signal: AbortSignal): Promise<ReadPage> {
  const url = new URL(address)
  const problem = (detail: string): ReadPage => ({ news: { type: 'problem', externalId: address, detail }, links: [] })
  let fetched: Fetched
  try {
    fetched = await ask(url)
  } catch (error) {
    signal.throwIfAborted()
    return problem(error instanceof Error ? error.message : `${address} cannot be read.`)
  }
  const { status } = fetched
  if (status === 404 || status === 410) return { news: { type: 'gone', externalId: address }, links: [] }
  if (status === 401 || status === 403) return problem(`${address} is not public (status ${status}).`)
  if (status >= 300) return problem(`${address} answers with status ${status}; try again later.`)
  if (fetched.url.origin !== url.origin) return { news: null, links: [] }
  const mediaType = (fetched.headers.get('content-type') ?? 'text/html').split(';')[0]?.trim().toLowerCase() ?? ''
  if (NOT_DOCUMENTS.test(mediaType)) return { news: null, links: [] }
  const item = itemOf(address, fetched, mediaType, changed)
  if (!PAGE_TYPES.has(mediaType)) return { news: { type: 'item', item }, links: [] }
  const { links, base, noIndex, noFollow } = linksOf(fetched.body.toString('utf8'))
  const from = base === null ? fetched.url : (parseUrl(base, fetched.url) ?? fetched.url)
  const found = noFollow ? [] : links.map((link) => parseUrl(link, from)).filter((link) => link !== null)
  return { news: noIndex ? null : { type: 'item', item }, links: found }
}

function itemOf(address: string, { url, body }: Fetched, mediaType: string, changed: string | null): SourceItem {
  return {
    externalId: address,
    fileName: fileNameOf(url, mediaType),
    title: null,
    fingerprint: changed === null ? `sha256:${createHash('sha256').update(body).digest('hex')}` : `changed:${changed}`,
    access: null,
    sizeInBytes: body.byteLength,
    open: async () => Readable.from([body]),
  }
}

/** What the sitemap says did not change is named without being fetched; nobody opens it. */
function unchanged(address: string, fingerprint: string): SourceItem {
  const open = async () => {
    throw new Error(`${address} was not fetched: its sitemap says that it did not change`)
  }
  const fileName = fileNameOf(new URL(address), 'text/html')
  return {
    externalId: address,
    fileName,
    title: null,
    fingerprint,
    access: null,
    sizeInBytes: null,
    open,
  }
}

function fileNameOf(url: URL, mediaType: string): string {
  const last = posix.basename(url.pathname)
  const name = last === '' ? url.hostname : safeDecode(last)
  return PAGE_TYPES.has(mediaType) && !/\.x?html?$/i.test(name) ? `${name}.html` : name
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
