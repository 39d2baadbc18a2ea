import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../src/client/request-failed.ts'
import type { Passage } from '../../src/contracts/documents.ts'
import { problemOf } from './problem.ts'
import { passageOf } from './read-source.ts'
import type { Source } from './sources.ts'

export interface PassageLoad {
  readonly passage: Passage | null
  readonly problem: Problem | null
  readonly retry: () => void
}

/** Load a passage; both `passage` and `problem` are null while it is under way. */
export function usePassage({ documentId, passageId }: Pick<Source, 'documentId' | 'passageId'>): PassageLoad {
  const [attempt, setAttempt] = useState(0)
  const [loaded, setLoaded] = useState<Omit<PassageLoad, 'retry'>>({ passage: null, problem: null })

  // oxlint-disable-next-line react/exhaustive-deps -- a new attempt must load again.
  useEffect(() => {
    let left = false
    passageOf({ documentId, passageId }).then(
      (passage) => left || setLoaded({ passage, problem: null }),
      (error: unknown) => left || setLoaded({ passage: null, problem: problemOf(error) }),
    )
    return () => {
      left = true
    }
  }, [documentId, passageId, attempt])

  const retry = useCallback(() => {
    setLoaded({ passage: null, problem: null })
    setAttempt((count) => count + 1)
  }, [])
  return { ...loaded, retry }
}
