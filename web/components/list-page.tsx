import type { ReactNode } from 'react'
import { ListTable, type ListTableProps } from './list-table.tsx'
import { PageHeader } from './ui/page-header.tsx'

interface ListPageProps<Row> extends Omit<ListTableProps<Row>, 'caption'> {
  readonly title: string
  readonly lead: string
  /** Buttons that belong to the page as a whole. */
  readonly actions?: ReactNode
  /** What stands between the head of the page and its rows. */
  readonly children?: ReactNode
}

/** Title, what can be done, rows page by page: how every page that lists something looks and behaves. */
export function ListPage<Row>({ title, lead, actions, children, ...table }: ListPageProps<Row>) {
  return (
    <>
      <PageHeader title={title} lead={lead} actions={actions} />
      {children}
      <ListTable caption={title} {...table} />
    </>
  )
}
