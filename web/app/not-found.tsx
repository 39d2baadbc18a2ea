'use client'

import Link from 'next/link'
import { useMessages } from '../components/preferences-provider.tsx'

export default function NotFound() {
  const messages = useMessages()
  return (
    <main id="content" className="mx-auto w-full max-w-2xl px-4 py-24 text-center sm:px-6">
      <h1 className="font-serif text-3xl font-semibold tracking-tight text-balance">{messages.missing.title}</h1>
      <p className="mt-3 text-ink-soft">{messages.missing.detail}</p>
      <Link
        href="/"
        className="mt-8 inline-flex rounded-lg bg-accent px-5 py-2 text-sm font-medium text-on-accent hover:bg-accent-strong"
      >
        {messages.missing.back}
      </Link>
    </main>
  )
}
