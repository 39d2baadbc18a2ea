'use client'

import { useMessages } from './preferences-provider.tsx'

/** The first Tab stop of every page. */
export function SkipLink() {
  const messages = useMessages()
  return (
    <a
      href="#content"
      className="sr-only z-50 rounded-md bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
    >
      {messages.skipToContent}
    </a>
  )
}
