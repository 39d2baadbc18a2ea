import type { Messages } from '../messages/en.ts'
import { useMessages } from './preferences-provider.tsx'

interface SourcePlaceProps {
  readonly page: number | null
  readonly pageEnd?: number | null
  readonly heading: readonly string[]
}

/** Where in its document a passage stands: page, then headings from the outside in. */
export function SourcePlace({ page, pageEnd = null, heading }: SourcePlaceProps) {
  const messages = useMessages()
  const parts = [pageWords(page, pageEnd, messages), ...heading].filter((part) => part !== '')
  if (parts.length === 0) return null
  return <p className="text-xs leading-relaxed text-ink-soft">{parts.join(' › ')}</p>
}

function pageWords(page: number | null, pageEnd: number | null, messages: Messages): string {
  if (page === null) return ''
  return pageEnd === null || pageEnd === page ? messages.source.page(page) : messages.source.pages(page, pageEnd)
}
