/** A page that a browser came to. */
export interface Page {
  readonly status: number
  readonly url: URL
  readonly headers: Headers
  readonly text: string
  /** Where it came through, from the first address on. */
  readonly way: readonly string[]
}

/** What a browser does about signing in: keeps cookies, follows redirects, sends forms. */
export interface Browser {
  readonly open: (address: string) => Promise<Page>
  /** Send the first form of a page, as somebody who filled it in. */
  readonly submit: (page: Page, fields: Readonly<Record<string, string>>) => Promise<Page>
  /** The cookies that it would send to an address, as a header. */
  readonly cookies: (address: string) => string
  /** Every `Set-Cookie` line it was given. */
  readonly given: readonly string[]
  readonly clearCookies: () => void
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
  readonly strict: boolean
}

const MAXIMUM_REDIRECTS = 10

interface Sent {
  readonly method?: string
  readonly body?: URLSearchParams
  readonly headers?: Readonly<Record<string, string>>
}

/** How requests are sent; redirects are not followed. */
export type Send = (url: URL, init: RequestInit) => Promise<Response>

/** Start a browser that knows nothing yet. */
export function startBrowser(baseUrl: string, send: Send = fetch): Browser {
  let jar: readonly Cookie[] = []
  const given: string[] = []

  const keep = (headers: Headers): void => {
    for (const line of headers.getSetCookie()) {
      given.push(line)
      const cookie = cookieOf(line)
      jar = jar.filter(({ name, path }) => name !== cookie.name || path !== cookie.path)
      if (!isExpired(line)) jar = [...jar, cookie]
    }
  }
  const cookies = (address: string, { strict = true } = {}): string => {
    const { pathname } = new URL(address, baseUrl)
    return jar
      .filter(({ path }) => path === '/' || pathname === path || pathname.startsWith(`${path}/`))
      .filter((cookie) => strict || !cookie.strict)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }
  const go = async (address: string, init: Sent, way: readonly string[]): Promise<Page> => {
    const url = new URL(address, baseUrl)
    const headers = { accept: 'text/html', ...init.headers, cookie: cookies(url.href) }
    const response = await send(url, { ...init, headers, redirect: 'manual' })
    keep(response.headers)
    const text = await response.text()
    const next = response.headers.get('location')
    const passed = [...way, url.href]
    if (response.status < 300 || response.status > 399 || next === null)
      return { status: response.status, url, headers: response.headers, text, way: passed }
    if (passed.length > MAXIMUM_REDIRECTS) throw new Error(`too many redirects: ${passed.join(' ')}`)
    return go(new URL(next, url).href, {}, passed)
  }
  return {
    open: (address) => go(address, {}, []),
    submit: (page, fields) => {
      const form = /<form[^]*?<\/form>/.exec(page.text)?.[0] ?? ''
      const action = /action="([^"]+)"/.exec(form)?.[1] ?? page.url.href
      const hidden = [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)]
      const body = new URLSearchParams({
        ...Object.fromEntries(hidden.map(([, name, value]) => [name ?? '', value ?? ''])),
        ...fields,
      })
      const headers = { origin: new URL(baseUrl).origin }
      return go(new URL(action, page.url).href, { method: 'POST', body, headers }, [])
    },
    cookies,
    given,
    clearCookies: () => {
      jar = []
    },
  }
}

function cookieOf(line: string): Cookie {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
  const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice('path='.length) ?? '/'
  const [name = ''] = pair.split('=', 1)
  return { name, value: pair.slice(name.length + 1), path, strict: /samesite=strict/i.test(line) }
}

function isExpired(line: string): boolean {
  if (/max-age=0/i.test(line)) return true
  const expires = /expires=([^;]+)/i.exec(line)?.[1]
  return expires !== undefined && Date.parse(expires) <= Date.now()
}
