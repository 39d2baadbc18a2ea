'use client'

import { usePathname } from 'next/navigation'
import { createContext, type ReactNode, useContext } from 'react'
import type { ReportDescription } from '../../../src/contracts/reports.ts'
import { may } from '../../lib/may.ts'
import { listReports } from '../../lib/reports.ts'
import { type Loaded, useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { evaluation } from '../../messages/evaluation.ts'
import { reports } from '../../messages/reports.ts'
import { useSession } from '../session-gate.tsx'
import { SideNavigation } from '../side-navigation.tsx'

const UNANSWERED = '/reports/unanswered'
const EVALUATION = '/reports/evaluation'

type ListedReports = Loaded<readonly ReportDescription[]>

const Listed = createContext<ListedReports>({ value: null, problem: null, refresh: () => {} })

/** The reports that there are, read once for their names and for the page of each. */
export function useReports(): ListedReports {
  return useContext(Listed)
}

/** The reports: their names beside the open one, above it on small screens. */
export function ReportsFrame({ children }: { readonly children: ReactNode }) {
  const texts = useTexts(reports)
  const qualityTexts = useTexts(evaluation)
  const { session } = useSession()
  const path = usePathname()
  const open = path === '/reports' ? '/reports/usage' : path
  const listed = useLoad(listReports)
  const links = (listed.value ?? [])
    .filter(({ of }) => of.length > 0)
    .map(({ name, title }) => ({ href: `/reports/${name}`, text: texts.names[name]?.title ?? title }))
  const unanswered = may(session, 'Contributor') ? [{ href: UNANSWERED, text: texts.unanswered.title }] : []
  const quality = may(session, 'Admin') ? [{ href: EVALUATION, text: qualityTexts.title }] : []
  const all = [...links, ...quality, ...unanswered]
  return (
    <div className="mx-auto flex w-full max-w-[100rem] grow gap-x-10 gap-y-5 px-4 pt-8 pb-16 max-lg:flex-col sm:px-6">
      <SideNavigation
        label={texts.navigation}
        links={all.map(({ href, text }) => ({ href, text, current: href === open }))}
      />
      <main id="content" className="min-w-0 grow">
        <Listed value={listed}>{children}</Listed>
      </main>
    </div>
  )
}
