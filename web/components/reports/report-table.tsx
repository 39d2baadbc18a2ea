'use client'

import { useState } from 'react'
import type { Report, ReportRow } from '../../../src/contracts/reports.ts'
import { isTime, keyText, type ReportValue, valueText } from '../../lib/report-values.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { reports } from '../../messages/reports.ts'
import { useFormats } from '../preferences-provider.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { nextSorting, type Sorting } from '../ui/sort-header.tsx'

/** The numbers of a report, sorted as one likes. */
export function ReportTable({ report }: { readonly report: Report }) {
  const texts = useTexts(reports)
  const [sorting, setSorting] = useState<Sorting | null>(null)
  const columns = useReportColumns(report)
  return (
    <div className="mt-6">
      <DataTable
        caption={texts.table}
        columns={columns}
        rows={sorted(report, sorting)}
        keyOf={(row) => String(row[report.by])}
        empty={texts.empty}
        sorting={sorting}
        onSort={(columnId) => setSorting((before) => nextSorting(before, columnId))}
      />
      {report.next_cursor !== null && <p className="mt-3 text-sm text-ink-soft">{texts.first(report.rows.length)}</p>}
    </div>
  )
}

function useReportColumns({ by, columns }: Report): readonly Column<ReportRow>[] {
  const texts = useTexts(reports)
  const formats = useFormats()
  return [
    {
      id: by,
      name: texts.groupings[by],
      cell: (row) => <span className="whitespace-nowrap">{keyText(row[by], by, formats, texts.none)}</span>,
      sortable: true,
    },
    ...columns.map(({ name, unit }) => ({
      id: name,
      name: texts.columns[name] ?? name,
      cell: (row: ReportRow) => valueText(row[name], unit, formats),
      align: 'right' as const,
      sortable: true,
    })),
  ]
}

/** As chosen; without a choice the newest time first, and names as the server has them. */
function sorted({ rows, by }: Report, sorting: Sorting | null): readonly ReportRow[] {
  if (sorting === null) return isTime(by) ? rows.toReversed() : rows
  const turn = sorting.direction === 'ascending' ? 1 : -1
  return rows.toSorted((a, b) => turn * compare(a[sorting.columnId], b[sorting.columnId]))
}

/** Values that are missing come first. */
function compare(a: ReportValue, b: ReportValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a ?? '').localeCompare(String(b ?? ''))
}
