import type { BytePart } from '../platform/blobs/blobs.ts'

/** Types that a browser may show itself. Everything else is downloaded: an uploaded page must not run under our address. */
const SHOWN_IN_BROWSER: ReadonlySet<string> = new Set(['application/pdf', 'text/plain', 'text/markdown', 'text/csv'])

export interface ContentToSend {
  readonly fileName: string
  readonly mediaType: string
  readonly sizeInBytes: number
  /** The bytes that are sent; null when it is all of them. */
  readonly part: BytePart | null
}

/** The headers under which an original may be sent without giving it any power over the page. */
export function contentHeaders({ fileName, mediaType, sizeInBytes, part }: ContentToSend): Record<string, string> {
  const shown = SHOWN_IN_BROWSER.has(mediaType)
  const type = shown && mediaType.startsWith('text/') ? 'text/plain; charset=utf-8' : mediaType
  return {
    'content-type': shown ? type : 'application/octet-stream',
    'content-length': String(part === null ? sizeInBytes : part.last - part.first + 1),
    'accept-ranges': 'bytes',
    ...(part === null ? {} : { 'content-range': `bytes ${part.first}-${part.last}/${sizeInBytes}` }),
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    // The PDF viewers of browsers refuse to start in a sandbox; a PDF cannot run scripts under our address anyway.
    'content-security-policy':
      mediaType === 'application/pdf' ? "frame-ancestors 'self'" : "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  }
}
