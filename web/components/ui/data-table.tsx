'use client'

import type { ReactNode } from 'react'
import { useMessages } from '../preferences-provider.tsx'
import { MoreButton } from './more-button.tsx'
import { SortHeader, type Sorting } from './sort-header.tsx'

export interface Column<Row> {
  readonly id: string
  readonly name: string
  readonly cell: (row: Row) => ReactNode
  readonly sortable?: boolean
  /** For numbers, so that their digits stand below each other. */
  readonly align?: 'left' | 'right'
  /** True for a column of buttons, whose name only screen readers hear. */
  readonly nameHidden?: boolean
}

interface DataTableProps<Row> {
  /** What the rows are, for screen readers. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  /** Null until the first reply. */
  readonly rows: readonly Row[] | null
  readonly keyOf: (row: Row) => string
  readonly empty: ReactNode
  readonly sorting?: Sorting | null
  readonly onSort?: (columnId: string) => void
  /** Null at the end of the list. */
  readonly onMore?: (() => void) | null
  readonly loadingMore?: boolean
}

const SKELETON_ROWS = ['one', 'two', 'three', 'four', 'five']

/** Rows of facts. While nothing is known it shows grey bars; the first column names the row. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, keyOf, empty, sorting = null, onSort, onMore = null, loadingMore = false } = props
  const messages = useMessages()
  if (rows?.length === 0) return <div className="rounded-xl border border-line px-6 py-12 text-center">{empty}</div>
  return (
    <>
      <section
        aria-label={caption}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys.
        tabIndex={0}
        className="hints-at-more relative overflow-x-auto rounded-xl border border-line"
      >
        <table className="w-full border-collapse text-left text-sm" aria-busy={rows === null}>
          <caption className="sr-only">{rows === null ? messages.table.loading : caption}</caption>
          <thead>
            <tr className="border-b border-line text-ink-soft">
              {columns.map((column) => (
                <SortHeader
                  key={column.id}
                  name={column.name}
                  right={column.align === 'right'}
                  nameHidden={column.nameHidden === true}
                  direction={sorting?.columnId === column.id ? sorting.direction : null}
                  onSort={column.sortable === true && onSort !== undefined ? () => onSort(column.id) : null}
                />
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows?.map((row) => <Row key={keyOf(row)} row={row} columns={columns} />) ??
              SKELETON_ROWS.map((key) => <SkeletonRow key={key} columns={columns.length} />)}
          </tbody>
        </table>
      </section>
      {onMore !== null && <MoreButton onMore={onMore} loading={loadingMore} />}
    </>
  )
}

function Row<Data>({ row, columns }: { readonly row: Data; readonly columns: readonly Column<Data>[] }) {
  return (
    <tr className="hover:bg-sunken/60">
      {columns.map((column, index) => {
        const look = `px-4 py-3 align-top ${column.align === 'right' ? 'text-right tabular-nums' : ''}`
        return index === 0 ? (
          <th key={column.id} scope="row" className={`${look} font-medium`}>
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.id} className={look}>
            {column.cell(row)}
          </td>
        )
      })}
    </tr>
  )
}

function SkeletonRow({ columns }: { readonly columns: number }) {
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} className="px-4 py-3.5">
        <span className="skeleton h-3 w-full">&nbsp;</span>
      </td>
    </tr>
  )
}
