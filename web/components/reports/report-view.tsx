'use client'

import { Download } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { Report, ReportDescription } from '../../../src/contracts/reports.ts'
import { csvAddress, type ReportChoice, readReport } from '../../lib/reports.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { reports } from '../../messages/reports.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { ReportChartBox } from './report-chart-box.tsx'
import { ReportControls } from './report-controls.tsx'
import { ReportTable } from './report-table.tsx'
import { ReportTotals } from './report-totals.tsx'

const USUAL_SPAN_IN_DAYS = 30

/** A report: what to look at, the totals, a chart, and the same numbers as a table and as a file. */
export function ReportView({ definition }: { readonly definition: ReportDescription }) {
  const texts = useTexts(reports)
  const [choice, setChoice] = useState<ReportChoice>({
    days: USUAL_SPAN_IN_DAYS,
    by: definition.by[0] ?? 'day',
    of: definition.of.at(-1) ?? 'me',
  })
  const [now] = useState(() => Date.now())
  const read = useCallback(
    (signal: AbortSignal) => readReport(definition.name, choice, signal),
    [definition.name, choice],
  )
  const { value, problem, refresh } = useLoad(read)
  return (
    <>
      <div className="mt-6 flex flex-wrap items-end justify-between gap-4">
        <ReportControls definition={definition} choice={choice} onChange={setChoice} />
        <a
          href={csvAddress(definition.name, choice, now)}
          download
          className="inline-flex min-h-10 items-center gap-1.5 rounded-lg border border-edge bg-surface px-3.5 text-sm font-medium hover:bg-sunken"
        >
          <Download aria-hidden="true" className="size-4" />
          {texts.csv}
        </a>
      </div>
      {problem !== null && <ProblemNotice problem={problem} onRetry={refresh} />}
      {value === null && problem === null && <Waiting text={texts.loading} />}
      {value !== null && <Numbers report={value} />}
    </>
  )
}

function Numbers({ report }: { readonly report: Report }) {
  const texts = useTexts(reports)
  if (report.rows.length === 0) {
    return <p className="mt-8 rounded-xl border border-line px-6 py-12 text-center text-ink-soft">{texts.empty}</p>
  }
  return (
    <>
      {report.waiting_hours > 0 && <p className="mt-4 text-sm text-fair">{texts.waiting(report.waiting_hours)}</p>}
      <ReportTotals report={report} />
      <ReportChartBox report={report} />
      <ReportTable report={report} />
    </>
  )
}
