import { useCallback, useState } from 'react'
import type { Problem } from '../../src/client/request-failed.ts'
import { useLoad } from './use-load.ts'

/** One page of a list; `next` is the cursor of the page after it, null at the end. */
export interface ListPage<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
}

/** `after` is what goes into the query: nothing for the first page. */
export type ReadPage<Row> = (after: { readonly cursor?: string }, signal: AbortSignal) => Promise<ListPage<Row>>

export interface List<Row> {
  /** Null until the first reply. */
  readonly rows: readonly Row[] | null
  readonly problem: Problem | null
  readonly refresh: () => void
  /** Null at the end of the list. */
  readonly showMore: (() => void) | null
  /** True while the next page was asked for and is not there. */
  readonly isLoadingMore: boolean
}

const never = () => false

/**
 * A list that is read page by page, as many pages as were asked for, and again from the top when anything in it changed.
 * `read` and `isMoving` must keep their identity; see `useLoad`.
 */
export function useList<Row>(read: ReadPage<Row>, isMoving: (row: Row) => boolean = never): List<Row> {
  const [pages, setPages] = useState(1)
  const readAll = useCallback((signal: AbortSignal) => readPages(read, pages, signal), [read, pages])
  const anyMoves = useCallback(({ rows }: ReadPages<Row>) => rows.some(isMoving), [isMoving])
  const { value, problem, refresh } = useLoad(readAll, anyMoves)
  const more = value === null || value.next === null ? null : () => setPages((count) => count + 1)
  const isLoadingMore = value !== null && value.next !== null && value.pages < pages
  return { rows: value?.rows ?? null, problem, refresh, showMore: more, isLoadingMore }
}

/** All rows that were read; `pages` is how many were asked for. */
interface ReadPages<Row> extends ListPage<Row> {
  readonly pages: number
}

async function readPages<Row>(read: ReadPage<Row>, count: number, signal: AbortSignal): Promise<ReadPages<Row>> {
  const rows: Row[] = []
  let next: string | null = null
  for (let page = 0; page < count; page += 1) {
    const reply: ListPage<Row> = await read(next === null ? {} : { cursor: next }, signal)
    rows.push(...reply.rows)
    next = reply.next
    if (next === null) break
  }
  return { rows, next, pages: count }
}
