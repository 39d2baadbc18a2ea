'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { messages } from '../lib/messages.ts'
import type { Session } from '../lib/session.ts'
import { WhoAmI } from './who-am-i.tsx'

const PAGES = [
  { href: '/', name: messages.navigation.ask },
  { href: '/library', name: messages.navigation.library },
] as const

interface SiteHeaderProps {
  readonly session: Session | null
  readonly onSignedOut: () => void
}

export function SiteHeader({ session, onSignedOut }: SiteHeaderProps) {
  const path = usePathname()
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-paper">
      <div className="mx-auto flex h-14 max-w-7xl items-center gap-3 px-4 sm:gap-6 sm:px-6">
        <Link href="/" prefetch={false} className="rounded-sm font-serif text-xl font-semibold tracking-tight">
          {messages.product}
          <sup aria-hidden="true" className="ml-px text-[0.6em] text-accent">
            1
          </sup>
        </Link>
        <nav aria-label={messages.navigation.label} className="flex items-center gap-1">
          {PAGES.map((page) => (
            <Link
              key={page.href}
              href={page.href}
              prefetch={false}
              aria-current={path === page.href ? 'page' : undefined}
              className="rounded-md px-2.5 py-1.5 text-sm text-ink-soft hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {page.name}
            </Link>
          ))}
        </nav>
        {session !== null && <WhoAmI session={session} onSignedOut={onSignedOut} />}
      </div>
    </header>
  )
}
