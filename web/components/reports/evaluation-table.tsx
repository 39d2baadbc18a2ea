'use client'

import type { EvaluationRun } from '../../../src/contracts/evaluation-runs.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { evaluation } from '../../messages/evaluation.ts'
import { useFormats } from '../preferences-provider.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'

interface EvaluationTableProps {
  /** Newest first. */
  readonly runs: readonly EvaluationRun[]
  readonly measures: readonly string[]
}

/** The numbers of the charts, and what became worse. */
export function EvaluationTable({ runs, measures }: EvaluationTableProps) {
  const texts = useTexts(evaluation)
  const formats = useFormats()
  const nameOf = (measure: string) => texts.measures[measure] ?? measure
  const columns: readonly Column<EvaluationRun>[] = [
    {
      id: 'when',
      name: texts.when,
      cell: ({ created_at: time }) => formats.time(time),
    },
    {
      id: 'why',
      name: texts.why,
      cell: ({ trigger }) => <span className="whitespace-nowrap">{texts.triggers[trigger]}</span>,
    },
    { id: 'questions', name: texts.questions, align: 'right', cell: ({ questions }) => formats.number(questions ?? 0) },
    ...measures.map((measure) => ({
      id: measure,
      name: texts.short[measure] ?? nameOf(measure),
      align: 'right' as const,
      cell: ({ figures, intervals }: EvaluationRun) => {
        const [mean, interval] = [figures?.[measure], intervals?.[measure]]
        if (mean === undefined) return '–'
        if (interval === undefined) return formats.percent(mean)
        return (
          <>
            {formats.percent(mean)}{' '}
            <span className="block text-xs leading-5 whitespace-nowrap text-ink-soft">
              {texts.interval(formats.percent(interval.low), formats.percent(interval.high))}
            </span>
          </>
        )
      },
    })),
    { id: 'worse', name: texts.worse, cell: ({ worse }) => worse.map(nameOf).join(', ') || '–' },
    { id: 'leaks', name: texts.leaks, align: 'right', cell: ({ leaks }) => formats.number(leaks ?? 0) },
  ]
  return (
    <div className="mt-6">
      <DataTable caption={texts.table} columns={columns} rows={runs} keyOf={({ id }) => id} empty={texts.empty} />
    </div>
  )
}
