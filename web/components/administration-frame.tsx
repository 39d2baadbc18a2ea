'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { may } from '../lib/may.ts'
import { ADMINISTRATION, isInside } from '../lib/sections.ts'
import { useMessages } from './preferences-provider.tsx'
import { useSession } from './session-gate.tsx'

const ROW = 'mx-auto flex w-full max-w-[100rem] grow gap-x-10 gap-y-5 px-4 pt-8 pb-16 max-lg:flex-col sm:px-6'

/** The pages of the administration: their names beside the open one, above it on small screens. Others read why not. */
export function AdministrationFrame({ children }: { readonly children: ReactNode }) {
  const messages = useMessages()
  const { session } = useSession()
  const path = usePathname()
  if (session !== null && !may(session, 'Admin')) {
    return (
      <main id="content" className="mx-auto w-full max-w-2xl px-4 py-24 text-center sm:px-6">
        <h1 className="font-serif text-3xl">{messages.administration.refusedTitle}</h1>
        <p className="mt-3 text-ink-soft">{messages.administration.refusedDetail}</p>
      </main>
    )
  }
  return (
    <div className={ROW}>
      <nav aria-label={messages.navigation.administrationLabel} className="shrink-0 lg:w-48">
        <ul className="sticky top-20 flex gap-0.5 max-lg:-mx-4 max-lg:overflow-x-auto max-lg:px-4 max-lg:pb-1 lg:flex-col">
          {ADMINISTRATION.map((section) => (
            <li key={section.href} className="shrink-0">
              <Link
                href={section.href}
                prefetch={false}
                aria-current={isInside(section, path) ? 'page' : undefined}
                className="block rounded-md px-2.5 py-1.5 text-sm text-ink-soft hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink"
              >
                {messages.navigation[section.name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="content" className="min-w-0 grow">
        {children}
      </main>
    </div>
  )
}
