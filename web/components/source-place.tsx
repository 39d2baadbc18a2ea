import { messages } from '../lib/messages.ts'

interface SourcePlaceProps {
  readonly page: number | null
  readonly pageEnd?: number | null
  readonly heading: readonly string[]
}

/** Where in its document a passage stands: page, then headings from the outside in. */
export function SourcePlace({ page, pageEnd = null, heading }: SourcePlaceProps) {
  const parts = [pageWords(page, pageEnd), ...heading].filter((part) => part !== '')
  if (parts.length === 0) return null
  return <p className="text-xs leading-relaxed text-ink-soft">{parts.join(' › ')}</p>
}

function pageWords(page: number | null, pageEnd: number | null): string {
  if (page === null) return ''
  return pageEnd === null || pageEnd === page ? messages.source.page(page) : messages.source.pages(page, pageEnd)
}
