import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { SessionGate } from '../components/session-gate.tsx'
import { messages } from '../lib/messages.ts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: messages.product, template: `%s · ${messages.product}` },
  description: messages.description,
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f6' },
    { media: '(prefers-color-scheme: dark)', color: '#151412' },
  ],
}

// A page rendered at build time could not carry the nonce of the request, and its scripts would be blocked.
export const dynamic = 'force-dynamic'

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col">
        <a
          href="#content"
          className="sr-only z-30 rounded-md bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
        >
          {messages.skipToContent}
        </a>
        <SessionGate>{children}</SessionGate>
      </body>
    </html>
  )
}
