'use client'

import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { RecordsReport } from '../../../src/contracts/answer-records.ts'
import { client } from '../../lib/client.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { useFormats } from '../preferences-provider.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { Button } from '../ui/button.tsx'
import { type Fact, Facts } from '../ui/facts.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { ActsList } from './acts-list.tsx'

function checkRecords(signal: AbortSignal): Promise<RecordsReport> {
  return dataOf(client.GET('/api/admin/records', { signal }))
}

/** Whether everything that is recorded is as it was written, and what that is. */
export function AuditPage() {
  const { audit: texts } = useTexts(administration)
  const { value, problem, refresh } = useLoad(checkRecords)
  return (
    <>
      <PageHeader
        title={texts.title}
        lead={texts.lead}
        actions={value !== null && <Button onClick={refresh}>{texts.again}</Button>}
      />
      {problem !== null && <ProblemNotice problem={problem} onRetry={refresh} />}
      {value === null && problem === null && <Waiting text={texts.checking} />}
      {value !== null && <Verdict report={value} />}
      <ActsList />
    </>
  )
}

function Verdict({ report }: { readonly report: RecordsReport }) {
  const { audit: texts } = useTexts(administration)
  const formats = useFormats()
  const { broken, head } = report
  const Icon = broken === null ? ShieldCheck : ShieldAlert
  const facts: readonly Fact[] = [
    { name: texts.records, value: formats.number(report.records) },
    { name: texts.unlinked, value: formats.number(report.unlinked) },
    ...(head === null
      ? []
      : [
          { name: texts.sequence, value: formats.number(head.sequence) },
          { name: texts.hash, value: <code className="text-xs select-all">{head.hash}</code> },
        ]),
    ...(broken === null
      ? []
      : [
          { name: texts.brokenAt, value: broken.sequence === null ? '–' : formats.number(broken.sequence) },
          { name: texts.brokenAnswer, value: <code className="text-xs select-all">{broken.answer_id ?? '–'}</code> },
        ]),
  ]
  return (
    <section className="mt-6 rounded-xl border border-line bg-surface p-5 sm:p-6">
      <div className="flex gap-3.5">
        <Icon aria-hidden="true" className={`mt-0.5 size-6 shrink-0 ${broken === null ? 'text-good' : 'text-poor'}`} />
        <div>
          <h2 className="text-lg font-semibold">{broken === null ? texts.whole : texts.broken}</h2>
          <p className="mt-1 max-w-prose leading-relaxed text-ink-soft">
            {broken === null ? texts.wholeDetail : texts.reasons[broken.reason]}
          </p>
        </div>
      </div>
      <div className="mt-5 border-t border-line pt-5">
        <Facts facts={facts} />
      </div>
    </section>
  )
}
