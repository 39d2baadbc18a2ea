import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../src/client/request-failed.ts'
import type { DocumentSummary } from '../../src/contracts/documents.ts'
import { isMoving, listDocuments } from './documents.ts'
import { problemOf } from './problem.ts'

/** How often the list is read again while the server still works on one of its documents. */
const REFRESH_IN_MS = 1_500

export interface DocumentList {
  /** Null until the first reply. */
  readonly documents: readonly DocumentSummary[] | null
  readonly hasMore: boolean
  readonly problem: Problem | null
  readonly refresh: () => void
  readonly showMore: () => void
}

interface Loaded {
  readonly documents: readonly DocumentSummary[] | null
  readonly nextCursor: string | null
  readonly problem: Problem | null
}

/** The library's documents, kept fresh while any of them still changes by itself. */
export function useDocuments(onSignedOut: () => void): DocumentList {
  const [pages, setPages] = useState(1)
  const [round, setRound] = useState(0)
  const [loaded, setLoaded] = useState<Loaded>({ documents: null, nextCursor: null, problem: null })
  const refresh = useCallback(() => setRound((count) => count + 1), [])

  // oxlint-disable-next-line react/exhaustive-deps -- a new round must load again.
  useEffect(() => {
    const controller = new AbortController()
    readPages(pages, controller.signal).then(setLoaded, (error: unknown) => {
      if (controller.signal.aborted) return
      const problem = problemOf(error)
      if (problem.status === 401) onSignedOut()
      setLoaded((before) => ({ ...before, problem }))
    })
    return () => controller.abort()
  }, [pages, round, onSignedOut])

  useEffect(() => {
    if (loaded.documents?.some(isMoving) !== true) return undefined
    const timer = setTimeout(refresh, REFRESH_IN_MS)
    return () => clearTimeout(timer)
  }, [loaded, refresh])

  return {
    documents: loaded.documents,
    hasMore: loaded.nextCursor !== null,
    problem: loaded.problem,
    refresh,
    showMore: () => setPages((count) => count + 1),
  }
}

async function readPages(count: number, signal: AbortSignal): Promise<Loaded> {
  const documents: DocumentSummary[] = []
  let cursor: string | null = null
  for (let page = 0; page < count; page += 1) {
    const reply = await listDocuments(cursor, signal)
    documents.push(...reply.documents)
    cursor = reply.next_cursor
    if (cursor === null) break
  }
  return { documents, nextCursor: cursor, problem: null }
}
