'use client'

import { type Health, readHealth } from '../../lib/read-health.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { ConsistencyCheck } from './consistency-check.tsx'

/** Whether the parts of the installation work, and whether its stores agree. */
export function SystemPage() {
  const { system: texts } = useTexts(administration)
  const { value, problem, refresh } = useLoad(readHealth)
  return (
    <>
      <PageHeader title={texts.title} lead={texts.lead} actions={<Button onClick={refresh}>{texts.again}</Button>} />
      {problem !== null && <ProblemNotice problem={problem} onRetry={refresh} />}
      {value === null && problem === null && <Waiting text={texts.checking} />}
      {value !== null && <Parts health={value} />}
      <ConsistencyCheck />
    </>
  )
}

function Parts({ health }: { readonly health: Health }) {
  const { system: texts } = useTexts(administration)
  const ready = Object.values(health.checks).every((state) => state === 'ok')
  return (
    <section aria-labelledby="parts" className="mt-6 rounded-xl border border-line bg-surface p-5 sm:p-6">
      <h2 id="parts" className="text-lg font-semibold">
        {ready ? texts.allWork : texts.someFail}
      </h2>
      <ul className="mt-4 divide-y divide-line">
        {Object.entries(health.checks).map(([name, state]) => {
          const notice = health.notices?.[name]
          return (
            <li key={name} className="flex items-start justify-between gap-4 py-3 text-sm last:pb-0">
              <div className="min-w-0">
                <p className="font-medium">{texts.parts[name] ?? name}</p>
                {notice !== undefined && <p className="mt-0.5 text-ink-soft">{notice}</p>}
              </div>
              <Chip tone={state !== 'ok' ? 'poor' : notice === undefined ? 'good' : 'fair'}>
                {state !== 'ok' ? texts.fails : notice === undefined ? texts.works : texts.limited}
              </Chip>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
