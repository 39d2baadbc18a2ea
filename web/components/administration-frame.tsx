'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { may } from '../lib/may.ts'
import { ADMINISTRATION, isInside } from '../lib/sections.ts'
import { useMessages } from './preferences-provider.tsx'
import { useSession } from './session-gate.tsx'
import { SideNavigation } from './side-navigation.tsx'

const ROW = 'mx-auto flex w-full max-w-[100rem] grow gap-x-10 gap-y-5 px-4 pt-8 pb-16 max-lg:flex-col sm:px-6'

/** The pages of the administration: their names beside the open one, above it on small screens. Others read why not. */
export function AdministrationFrame({ children }: { readonly children: ReactNode }) {
  const messages = useMessages()
  const { session } = useSession()
  const path = usePathname()
  if (session !== null && !may(session, 'Admin')) {
    return (
      <main id="content" className="mx-auto w-full max-w-2xl px-4 py-24 text-center sm:px-6">
        <h1 className="font-serif text-3xl font-semibold tracking-tight text-balance">
          {messages.administration.refusedTitle}
        </h1>
        <p className="mt-3 text-ink-soft">{messages.administration.refusedDetail}</p>
      </main>
    )
  }
  return (
    <div className={ROW}>
      <SideNavigation
        label={messages.navigation.administrationLabel}
        links={ADMINISTRATION.map((section) => ({
          href: section.href,
          text: messages.navigation[section.name],
          current: isInside(section, path),
        }))}
      />
      <main id="content" className="min-w-0 grow">
        {children}
      </main>
    </div>
  )
}
