'use client'

import { Download } from 'lucide-react'
import dynamic from 'next/dynamic'
import { DRAWN_MEASURES, listDoneRuns, pointsOf, RUNS_AS_CSV } from '../../lib/evaluation.ts'
import { may } from '../../lib/may.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { evaluation } from '../../messages/evaluation.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session-gate.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { EvaluationTable } from './evaluation-table.tsx'

/** See `report-chart-box.tsx` for why it comes later. */
const EvaluationChart = dynamic(() => import('./evaluation-chart.tsx').then((file) => file.EvaluationChart), {
  ssr: false,
  loading: () => <span aria-hidden="true" className="skeleton h-full w-full" />,
})

/** How answers to the golden questions did in the last runs: charts with intervals, and the same as a table and a file. */
export function EvaluationPage() {
  const texts = useTexts(evaluation)
  const { session } = useSession()
  if (session !== null && !may(session, 'Admin')) {
    return (
      <>
        <PageHeader title={texts.title} lead={texts.lead} />
        <p className="mt-6 text-ink-soft">{texts.refused}</p>
      </>
    )
  }
  const download = (
    <a
      href={RUNS_AS_CSV}
      download
      className="inline-flex min-h-9 items-center gap-1.5 rounded-lg border border-edge bg-surface px-3.5 text-sm font-medium hover:bg-sunken"
    >
      <Download aria-hidden="true" className="size-4" />
      {texts.csv}
    </a>
  )
  return (
    <>
      <PageHeader title={texts.title} lead={texts.lead} actions={download} />
      <Runs />
    </>
  )
}

function Runs() {
  const texts = useTexts(evaluation)
  const { value: runs, problem, refresh } = useLoad(listDoneRuns)
  if (problem !== null) return <ProblemNotice problem={problem} onRetry={refresh} />
  if (runs === null) return <Waiting text={texts.loading} />
  if (runs.length === 0)
    return <p className="mt-8 rounded-xl border border-line px-6 py-12 text-center text-ink-soft">{texts.empty}</p>
  const drawn = DRAWN_MEASURES.filter((measure) => pointsOf(runs, measure).length > 0)
  return (
    <>
      <div className="mt-6 grid gap-4 xl:grid-cols-2">
        {drawn.map((measure) => (
          <section
            key={measure}
            aria-label={`${texts.chart}: ${texts.measures[measure] ?? measure}`}
            className="min-w-0 rounded-xl border border-line bg-surface p-4 sm:p-5"
          >
            <h2 className="mb-3 text-sm font-medium">{texts.measures[measure] ?? measure}</h2>
            <div className="h-56">
              <EvaluationChart name={texts.measures[measure] ?? measure} points={pointsOf(runs, measure)} />
            </div>
          </section>
        ))}
      </div>
      <EvaluationTable runs={runs} measures={drawn} />
    </>
  )
}
