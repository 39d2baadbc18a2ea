'use client'

import { useCallback, useState } from 'react'
import type { UnansweredTopic } from '../../../src/contracts/unanswered.ts'
import { readUnanswered } from '../../lib/reports.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { reports } from '../../messages/reports.ts'
import { ListPage } from '../list-page.tsx'
import { useFormats } from '../preferences-provider.tsx'
import type { Column } from '../ui/data-table.tsx'
import { SpanField } from './report-controls.tsx'

const USUAL_SPAN_IN_DAYS = 30

/** Questions that could not be answered, by topic: which document is missing. */
export function UnansweredPage() {
  const { unanswered: texts } = useTexts(reports)
  const [days, setDays] = useState(USUAL_SPAN_IN_DAYS)
  const read = useCallback((signal: AbortSignal) => readUnanswered(days, signal), [days])
  const { value, problem, refresh } = useLoad(read)
  const columns = useTopicColumns()
  return (
    <ListPage
      title={texts.title}
      lead={texts.lead}
      list={{ rows: value?.topics ?? null, problem, refresh, showMore: null, isLoadingMore: false }}
      columns={columns}
      keyOf={({ examples, last_asked_at: time }) => `${time} ${examples[0] ?? ''}`}
      empty={texts.empty}
    >
      <div className="mt-6 flex flex-wrap items-end gap-4">
        <SpanField days={days} onChange={setDays} />
        {value !== null && <p className="pb-2.5 text-sm text-ink-soft">{texts.lookedAt(value.looked_at)}</p>}
      </div>
    </ListPage>
  )
}

function useTopicColumns(): readonly Column<UnansweredTopic>[] {
  const { unanswered: texts } = useTexts(reports)
  const formats = useFormats()
  return [
    {
      id: 'examples',
      name: texts.questions,
      cell: ({ examples }) => (
        <span className="block max-w-xl min-w-56 space-y-1">
          {examples.map((example, index) => (
            <span
              key={example}
              className={`block [overflow-wrap:anywhere] ${index === 0 ? '' : 'font-normal text-ink-soft'}`}
            >
              {example}
            </span>
          ))}
        </span>
      ),
    },
    { id: 'count', name: texts.asked, align: 'right', cell: ({ questions }) => formats.number(questions) },
    { id: 'people', name: texts.people, align: 'right', cell: ({ people }) => formats.number(people) },
    { id: 'abstained', name: texts.abstained, align: 'right', cell: ({ abstained }) => formats.number(abstained) },
    { id: 'bad', name: texts.ratedBad, align: 'right', cell: ({ rated_bad: bad }) => formats.number(bad) },
    { id: 'collection', name: texts.collection, cell: ({ collection }) => collection ?? '–' },
    { id: 'time', name: texts.lastAsked, cell: ({ last_asked_at: time }) => formats.time(time) },
  ]
}
