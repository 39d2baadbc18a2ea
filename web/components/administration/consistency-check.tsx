'use client'

import { dataOf } from '../../../src/client/footnote-client.ts'
import type { Consistency } from '../../../src/contracts/consistency.ts'
import { client } from '../../lib/client.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { useFormats } from '../preferences-provider.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { Button } from '../ui/button.tsx'
import { Facts } from '../ui/facts.tsx'
import { Waiting } from '../ui/waiting.tsx'

function readConsistency(signal: AbortSignal): Promise<Consistency> {
  return dataOf(client.GET('/api/admin/consistency', { signal }))
}

/** Whether registry, index and originals hold the same library. */
export function ConsistencyCheck() {
  const { consistency: texts } = useTexts(administration)
  const { value, problem, refresh } = useLoad(readConsistency)
  return (
    <section aria-labelledby="consistency" className="mt-6 rounded-xl border border-line bg-surface p-5 sm:p-6">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-prose">
          <h2 id="consistency" className="text-lg font-semibold">
            {value === null ? texts.title : isWhole(value) ? texts.whole : texts.differs}
          </h2>
          <p className="mt-1 text-sm leading-relaxed text-pretty text-ink-soft">{texts.lead}</p>
        </div>
        <Button onClick={refresh}>{texts.again}</Button>
      </div>
      {problem !== null && <ProblemNotice problem={problem} onRetry={refresh} />}
      {value === null && problem === null && <Waiting text={texts.checking} />}
      {value !== null && <Counts consistency={value} />}
    </section>
  )
}

function isWhole({ orphans, missing, open_deletions: open }: Consistency): boolean {
  return [...Object.values(orphans), ...Object.values(missing), open].every((count) => count === 0)
}

function Counts({ consistency }: { readonly consistency: Consistency }) {
  const { consistency: texts } = useTexts(administration)
  const formats = useFormats()
  const { orphans, missing, open_deletions: open, checked_at: time, examples } = consistency
  const listed = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([store, count]) => `${texts.stores[store] ?? store} ${formats.number(count)}`)
      .join(' · ')
  return (
    <div className="mt-5 border-t border-line pt-5">
      <Facts
        facts={[
          { name: texts.checkedAt, value: formats.time(time) },
          { name: texts.orphans, value: listed(orphans) },
          { name: texts.missing, value: listed(missing) },
          { name: texts.openDeletions, value: formats.number(open) },
        ]}
      />
      {examples.length > 0 && (
        <ul className="mt-4 list-disc space-y-1 pl-5 text-sm">
          {examples.map((example) => (
            <li key={JSON.stringify(example)}>
              {texts.types[example.type]}: {texts.stores[example.store ?? ''] ?? '–'}{' '}
              <code className="text-xs">{example.document_id ?? '–'}</code>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
