import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../src/client/request-failed.ts'
import type { Passage } from '../../src/contracts/documents.ts'
import { readPassage } from './documents.ts'
import { problemOf } from './problem.ts'

export interface PassageLoad {
  readonly passage: Passage | null
  readonly problem: Problem | null
  readonly retry: () => void
}

/** Load a passage; both `passage` and `problem` are null while it is under way. */
export function usePassage(documentId: string, passageId: string): PassageLoad {
  const [attempt, setAttempt] = useState(0)
  const [loaded, setLoaded] = useState<Omit<PassageLoad, 'retry'>>({ passage: null, problem: null })

  // oxlint-disable-next-line react/exhaustive-deps -- a new attempt must load again.
  useEffect(() => {
    const controller = new AbortController()
    readPassage(documentId, passageId, controller.signal).then(
      (passage) => setLoaded({ passage, problem: null }),
      (error: unknown) => {
        if (!controller.signal.aborted) setLoaded({ passage: null, problem: problemOf(error) })
      },
    )
    return () => controller.abort()
  }, [documentId, passageId, attempt])

  const retry = useCallback(() => {
    setLoaded({ passage: null, problem: null })
    setAttempt((count) => count + 1)
  }, [])
  return { ...loaded, retry }
}
