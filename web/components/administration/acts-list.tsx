'use client'

import { X } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { AuditFilter, AuditRecord } from '../../../src/contracts/audit.ts'
import { client } from '../../lib/client.ts'
import { describeDetail } from '../../lib/describe-detail.ts'
import { type ReadPage, useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { acts } from '../../messages/acts.ts'
import { ListTable } from '../list-table.tsx'
import { useFormats } from '../preferences-provider.tsx'
import { Breakable } from '../ui/breakable.tsx'
import { Button } from '../ui/button.tsx'
import type { Column } from '../ui/data-table.tsx'
import { ActFilter } from './act-filter.tsx'

/** A record with the name of whoever did it, null where it is not known. */
interface Act {
  readonly record: AuditRecord
  readonly name: string | null
}

/** Somebody who did something. */
interface Doer {
  readonly id: string
  readonly name: string
}

/** What people and programs did, narrowed by who, kind, object and days. */
export function ActsList() {
  const texts = useTexts(acts)
  const [chosen, setChosen] = useState<AuditFilter>({})
  const [doer, setDoer] = useState<Doer | null>(null)
  const filter = useMemo(() => (doer === null ? chosen : { ...chosen, actor: doer.id }), [chosen, doer])
  const read = useCallback<ReadPage<Act>>(
    async (after, signal) => {
      const query = { ...filter, ...after }
      const { records, names, next_cursor } = await dataOf(
        client.GET('/api/admin/audit', { params: { query }, signal }),
      )
      const nameOf = ({ object_id: id }: AuditRecord['actor']) => (id === null ? null : (names[id] ?? id))
      return { rows: records.map((record) => ({ record, name: nameOf(record.actor) })), next: next_cursor }
    },
    [filter],
  )
  const list = useList(read)
  const columns = useActColumns(setDoer)
  return (
    <div className="mt-10">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 className="text-lg font-semibold">{texts.title}</h2>
          <p className="mt-1 max-w-prose text-pretty text-ink-soft">{texts.lead}</p>
        </div>
        <a
          href={exportAddress(filter)}
          download
          className="text-sm font-medium text-accent underline underline-offset-4 hover:text-accent-strong"
        >
          {texts.export}
        </a>
      </div>
      <ActFilter filter={chosen} onChange={setChosen} />
      {doer !== null && (
        <Button aria-label={texts.showEverybody(doer.name)} onClick={() => setDoer(null)} className="mt-4">
          {texts.onlyBy(doer.name)}
          <X aria-hidden="true" className="size-4" />
        </Button>
      )}
      <ListTable
        caption={texts.title}
        list={list}
        columns={columns}
        keyOf={({ record }) => `${record.kind} ${record.id}`}
        empty={texts.nobody}
      />
    </div>
  )
}

function useActColumns(onDoer: (doer: Doer) => void): readonly Column<Act>[] {
  const texts = useTexts(acts)
  const formats = useFormats()
  return [
    {
      id: 'when',
      name: texts.when,
      cell: ({ record }) => formats.time(record.at),
    },
    {
      id: 'who',
      name: texts.who,
      cell: ({ record: { actor }, name }) => {
        const { object_id: id } = actor
        if (id === null || name === null) return <span className="text-ink-soft">{texts.erased}</span>
        return (
          <button
            type="button"
            aria-label={texts.onlyBy(name)}
            title={texts.onlyBy(name)}
            onClick={() => onDoer({ id, name })}
            className="-mt-0.5 min-h-6 rounded-sm text-left hover:text-accent hover:underline"
          >
            {name}
          </button>
        )
      },
    },
    { id: 'what', name: texts.kind, cell: ({ record }) => texts.kinds[record.kind] },
    {
      id: 'about',
      name: texts.about,
      cell: ({ record: { object } }) => (object === null ? '–' : <Breakable text={object} />),
    },
    {
      id: 'details',
      name: texts.details,
      cell: ({ record: { detail } }) => (
        <p lang="en" className="min-w-48 max-w-prose break-words text-ink-soft">
          {describeDetail(detail) || '–'}
        </p>
      ),
    },
  ]
}

function exportAddress(filter: AuditFilter): string {
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]))
  return `/api/admin/audit/export?${query}`
}
