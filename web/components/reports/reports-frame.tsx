'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { may } from '../../lib/may.ts'
import { listReports } from '../../lib/reports.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { reports } from '../../messages/reports.ts'
import { useSession } from '../session-gate.tsx'

const UNANSWERED = '/reports/unanswered'

/** The reports: their names beside the open one, above it on small screens. */
export function ReportsFrame({ children }: { readonly children: ReactNode }) {
  const texts = useTexts(reports)
  const { session } = useSession()
  const path = usePathname()
  const { value } = useLoad(listReports)
  const links = (value ?? [])
    .filter(({ of }) => of.length > 0)
    .map(({ name, title }) => ({ href: `/reports/${name}`, text: texts.names[name]?.title ?? title }))
  const all = may(session, 'Contributor') ? [...links, { href: UNANSWERED, text: texts.unanswered.title }] : links
  return (
    <div className="mx-auto flex w-full max-w-[100rem] grow gap-x-10 gap-y-5 px-4 pt-8 pb-16 max-lg:flex-col sm:px-6">
      <nav aria-label={texts.navigation} className="shrink-0 max-lg:min-h-9 lg:w-48">
        <ul className="sticky top-20 flex gap-0.5 max-lg:-mx-4 max-lg:overflow-x-auto max-lg:px-4 max-lg:pb-1 lg:flex-col">
          {all.map(({ href, text }) => (
            <li key={href} className="shrink-0">
              <Link
                href={href}
                prefetch={false}
                aria-current={path === href ? 'page' : undefined}
                className="block rounded-md px-2.5 py-1.5 text-sm text-ink-soft hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink"
              >
                {text}
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
