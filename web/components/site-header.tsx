'use client'

import { Menu as MenuIcon } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { may } from '../lib/may.ts'
import { isInside, SECTIONS } from '../lib/sections.ts'
import type { Session } from '../lib/session.ts'
import { AccountMenu } from './account-menu.tsx'
import { useMessages } from './preferences-provider.tsx'
import { Menu, MenuLink } from './ui/menu.tsx'

interface SiteHeaderProps {
  readonly session: Session | null
  readonly onSignedOut: () => void
}

/** Product, sections that the visitor's role allows, account. On small screens the sections stand behind a button. */
export function SiteHeader({ session, onSignedOut }: SiteHeaderProps) {
  const messages = useMessages()
  const path = usePathname()
  const allowed = SECTIONS.filter((section) => may(session, section.role))
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-paper print:hidden">
      <div className="mx-auto flex h-14 max-w-[100rem] items-center gap-2 px-3 sm:gap-6 sm:px-6">
        <div className="md:hidden">
          <Menu
            align="start"
            trigger={
              <button
                type="button"
                aria-label={messages.navigation.menu}
                className="grid size-9 place-items-center rounded-lg text-ink-soft hover:bg-sunken hover:text-ink"
              >
                <MenuIcon aria-hidden="true" className="size-5" />
              </button>
            }
          >
            {allowed.map((section) => (
              <MenuLink key={section.href} href={section.href} current={isInside(section, path)}>
                {messages.navigation[section.name]}
              </MenuLink>
            ))}
          </Menu>
        </div>
        <Link href="/" prefetch={false} className="rounded-sm font-serif text-xl font-semibold tracking-tight">
          {messages.product}
          <sup aria-hidden="true" className="ml-px text-[0.6em] text-accent">
            1
          </sup>
        </Link>
        <nav aria-label={messages.navigation.label} className="flex items-center gap-1 max-md:hidden">
          {allowed.map((section) => (
            <Link
              key={section.href}
              href={section.href}
              prefetch={false}
              aria-current={isInside(section, path) ? 'page' : undefined}
              className="rounded-md px-2.5 py-1.5 text-sm text-ink-soft hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {messages.navigation[section.name]}
            </Link>
          ))}
        </nav>
        <div className="ml-auto">
          <AccountMenu session={session} onSignedOut={onSignedOut} />
        </div>
      </div>
    </header>
  )
}
