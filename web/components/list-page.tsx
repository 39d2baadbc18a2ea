'use client'

import type { ReactNode } from 'react'
import type { List } from '../lib/use-list.ts'
import { ProblemNotice } from './problem-notice.tsx'
import { type Column, DataTable } from './ui/data-table.tsx'
import { PageHeader } from './ui/page-header.tsx'

interface ListPageProps<Row> {
  readonly title: string
  readonly lead: string
  /** Buttons that belong to the page as a whole. */
  readonly actions?: ReactNode
  readonly list: List<Row>
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  /** What to say when there is nothing. */
  readonly empty: string
  /** What stands between the head of the page and its rows. */
  readonly children?: ReactNode
}

/** Title, what can be done, rows page by page: how every page that lists something looks and behaves. */
export function ListPage<Row>({ title, lead, actions, list, columns, keyOf, empty, children }: ListPageProps<Row>) {
  return (
    <>
      <PageHeader title={title} lead={lead} actions={actions} />
      {children}
      {list.problem !== null && <ProblemNotice problem={list.problem} onRetry={list.refresh} />}
      {(list.rows !== null || list.problem === null) && (
        <div className="mt-6">
          <DataTable
            caption={title}
            columns={columns}
            rows={list.rows}
            keyOf={keyOf}
            empty={<p className="text-ink-soft">{empty}</p>}
            onMore={list.showMore}
          />
        </div>
      )}
    </>
  )
}
