'use client'

import { useMessages } from '../components/preferences-provider.tsx'

/** Shown in place of a page whose code failed; the header stays usable. */
export default function PageError({ reset }: { readonly reset: () => void }) {
  const messages = useMessages()
  return (
    <main id="content" className="mx-auto w-full max-w-2xl px-4 py-24 text-center sm:px-6">
      <h1 className="font-serif text-3xl font-semibold tracking-tight text-balance">{messages.crash.title}</h1>
      <p className="mt-3 text-ink-soft">{messages.crash.detail}</p>
      <button
        type="button"
        onClick={reset}
        className="mt-8 rounded-lg bg-accent px-5 py-2 text-sm font-medium text-on-accent hover:bg-accent-strong"
      >
        {messages.problem.retry}
      </button>
    </main>
  )
}
