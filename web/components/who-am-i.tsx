'use client'

import { LogOut } from 'lucide-react'
import { messages } from '../lib/messages.ts'
import { type Session, signOutEverywhere } from '../lib/session.ts'

interface WhoAmIProps {
  readonly session: Session
  readonly onSignedOut: () => void
}

export function WhoAmI({ session, onSignedOut }: WhoAmIProps) {
  const name = session.display_name ?? messages.session.unnamed
  const signOut = () => {
    // Also when the request fails: whoever pressed it expects the page to be closed to others.
    signOutEverywhere()
      .catch(() => {})
      .finally(onSignedOut)
  }
  return (
    <div className="ml-auto flex min-w-0 items-center gap-1 sm:gap-2">
      <span className="sr-only">{messages.session.signedInAs(name)}</span>
      <span
        aria-hidden="true"
        title={session.roles.join(', ')}
        className="truncate text-sm text-ink-soft max-sm:sr-only"
      >
        {name}
      </span>
      <button
        type="button"
        onClick={signOut}
        className="inline-flex shrink-0 items-center gap-1.5 rounded-md px-2.5 py-1.5 text-sm text-ink-soft hover:bg-sunken hover:text-ink"
      >
        <LogOut aria-hidden="true" className="size-4" />
        <span className="max-sm:sr-only">{messages.session.signOut}</span>
      </button>
    </div>
  )
}
