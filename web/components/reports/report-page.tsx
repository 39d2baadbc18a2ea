'use client'

import type { ReportDescription, ReportName } from '../../../src/contracts/reports.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { reports } from '../../messages/reports.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { ReportView } from './report-view.tsx'
import { useReports } from './reports-frame.tsx'

/** The page of any report: what it is called and says comes from its definition. */
export function ReportPage({ name }: { readonly name: ReportName }) {
  const texts = useTexts(reports)
  const { value, problem, refresh } = useReports()
  const definition = value?.find((one) => one.name === name)
  return (
    <>
      <PageHeader
        title={texts.names[name]?.title ?? definition?.title ?? name}
        lead={texts.names[name]?.lead ?? definition?.description ?? ''}
      />
      {problem !== null && <ProblemNotice problem={problem} onRetry={refresh} />}
      {value === null && problem === null && <Waiting text={texts.loading} />}
      {value !== null && <Allowed definition={definition} />}
    </>
  )
}

/** A report without anybody's numbers that one may see is one for administrators. */
function Allowed({ definition }: { readonly definition: ReportDescription | undefined }) {
  const texts = useTexts(reports)
  const [first] = definition?.of ?? []
  if (definition === undefined || first === undefined) return <p className="mt-6 text-ink-soft">{texts.refused}</p>
  return <ReportView definition={definition} />
}
