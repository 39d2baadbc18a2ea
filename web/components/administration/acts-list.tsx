'use client'

import { useCallback, useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { AuditFilter, AuditRecord } from '../../../src/contracts/audit.ts'
import { client } from '../../lib/client.ts'
import { type ReadPage, useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { acts } from '../../messages/acts.ts'
import { useFormats } from '../preferences-provider.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { FormField, Select, TextInput } from '../ui/form-field.tsx'

/** A record with the name of whoever did it, null where it is not known. */
interface Act {
  readonly record: AuditRecord
  readonly name: string | null
}

/** What people and programs did, narrowed by kind, object and days. */
export function ActsList() {
  const texts = useTexts(acts)
  const [filter, setFilter] = useState<AuditFilter>({})
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
  const columns = useActColumns()
  return (
    <div className="mt-10">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 className="text-lg font-semibold">{texts.title}</h2>
          <p className="mt-1 max-w-prose text-ink-soft">{texts.lead}</p>
        </div>
        <a
          href={exportAddress(filter)}
          download
          className="text-sm font-medium text-accent underline underline-offset-4 hover:text-accent-strong"
        >
          {texts.export}
        </a>
      </div>
      <ActFilter filter={filter} onChange={setFilter} />
      {list.problem !== null && <ProblemNotice problem={list.problem} onRetry={list.refresh} />}
      {(list.rows !== null || list.problem === null) && (
        <div className="mt-6">
          <DataTable
            caption={texts.title}
            columns={columns}
            rows={list.rows}
            keyOf={({ record }) => `${record.kind} ${record.id}`}
            empty={<p className="text-ink-soft">{texts.nobody}</p>}
            onMore={list.showMore}
          />
        </div>
      )}
    </div>
  )
}

interface ActFilterProps {
  readonly filter: AuditFilter
  readonly onChange: (filter: AuditFilter) => void
}

function ActFilter({ filter, onChange }: ActFilterProps) {
  const texts = useTexts(acts)
  const change = (part: AuditFilter) => onChange(withoutEmpty({ ...filter, ...part }))
  const names = Object.entries(texts.kinds).toSorted(([, a], [, b]) => a.localeCompare(b))
  return (
    <div className="mt-5 grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      <FormField
        label={texts.kind}
        control={(props) => (
          <Select
            {...props}
            value={filter.kind ?? ''}
            onChange={({ target }) => change({ kind: target.value === '' ? undefined : kindOf(target.value) })}
          >
            <option value="">{texts.everyKind}</option>
            {names.map(([kind, name]) => (
              <option key={kind} value={kind}>
                {name}
              </option>
            ))}
          </Select>
        )}
      />
      <FormField
        label={texts.about}
        control={(props) => (
          <TextInput
            {...props}
            placeholder={texts.aboutHint}
            onBlur={({ target }) => change({ about: target.value.trim() })}
            onKeyDown={({ key, currentTarget }) => key === 'Enter' && change({ about: currentTarget.value.trim() })}
          />
        )}
      />
      <FormField
        label={texts.from}
        control={(props) => (
          <TextInput {...props} type="date" onChange={({ target }) => change({ from: startOf(target.value, 0) })} />
        )}
      />
      <FormField
        label={texts.to}
        control={(props) => (
          <TextInput {...props} type="date" onChange={({ target }) => change({ to: startOf(target.value, 1) })} />
        )}
      />
    </div>
  )
}

function useActColumns(): readonly Column<Act>[] {
  const texts = useTexts(acts)
  const formats = useFormats()
  return [
    {
      id: 'when',
      name: texts.when,
      cell: ({ record }) => <span className="whitespace-nowrap">{formats.time(record.at)}</span>,
    },
    { id: 'who', name: texts.who, cell: ({ name }) => name ?? <span className="text-ink-soft">{texts.erased}</span> },
    { id: 'what', name: texts.kind, cell: ({ record }) => texts.kinds[record.kind] },
    {
      id: 'about',
      name: texts.about,
      cell: ({ record: { object } }) =>
        object === null ? '–' : <code className="text-xs [overflow-wrap:anywhere] select-all">{object}</code>,
    },
    {
      id: 'details',
      name: texts.details,
      cell: ({ record: { detail } }) => (
        <ul className="min-w-48 space-y-0.5 text-ink-soft">
          {Object.entries(detail).map(([name, value]) => (
            <li key={name} className="line-clamp-3 [overflow-wrap:anywhere]">
              {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
            </li>
          ))}
        </ul>
      ),
    },
  ]
}

/** Every choice of a list of kinds is one of them. */
function kindOf(value: string): AuditFilter['kind'] {
  return value as AuditFilter['kind']
}

/** The beginning of a day here, so many days later; nothing without a day. */
function startOf(day: string, later: number): string | undefined {
  if (day === '') return undefined
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}

function withoutEmpty(filter: AuditFilter): AuditFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''))
}

function exportAddress(filter: AuditFilter): string {
  const query = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]))
  return `/api/admin/audit/export?${query}`
}
