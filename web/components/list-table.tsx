'use client'

import type { List } from '../lib/use-list.ts'
import { ProblemNotice } from './problem-notice.tsx'
import { type Column, DataTable } from './ui/data-table.tsx'

export interface ListTableProps<Row> {
  /** What the rows are, for screen readers. */
  readonly caption: string
  readonly list: List<Row>
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  /** What to say when there is nothing. */
  readonly empty: string
}

/** The rows of a list page by page; grey bars until they are there, and where they are missing what went wrong. */
export function ListTable<Row>({ caption, list, columns, keyOf, empty }: ListTableProps<Row>) {
  const { rows, problem, isLoadingMore } = list
  const notice = problem !== null && <ProblemNotice problem={problem} onRetry={list.refresh} />
  return (
    <>
      {!isLoadingMore && notice}
      {(rows !== null || problem === null) && (
        <div className="mt-6">
          <DataTable
            caption={caption}
            columns={columns}
            rows={rows}
            keyOf={keyOf}
            empty={<p className="text-ink-soft">{empty}</p>}
            onMore={isLoadingMore && problem !== null ? null : list.showMore}
            loadingMore={isLoadingMore}
          />
        </div>
      )}
      {/* Whoever asked for more is at the end of the list. */}
      {isLoadingMore && notice}
    </>
  )
}
