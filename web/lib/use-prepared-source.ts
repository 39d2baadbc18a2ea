import { useEffect } from 'react'
import { prepareSource } from './read-source.ts'
import { sourcesOf } from './sources.ts'
import type { Turn } from './turn.ts'

/**
 * Make the first source of the newest answer ready to be opened, from the moment when it is known: the rest of the answer
 * takes longer to arrive, and to be read, than the source to open.
 */
export function usePreparedSource(turn: Turn, latest: boolean): void {
  const [first] = sourcesOf(turn)
  useEffect(() => {
    if (latest && first !== undefined) prepareSource(first)
    // oxlint-disable-next-line react/exhaustive-deps -- once for each answer; its sources are made anew all the time.
  }, [latest, first?.passageId, first?.cited?.start])
}
