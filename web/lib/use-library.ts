import { useEffect, useState } from 'react'
import { listDocuments, type Suggestion, suggestQuestions } from './documents.ts'

/** What the library offers to whoever asks. */
export interface Library {
  /** Names of collections, in alphabetical order. */
  readonly collections: readonly string[]
  readonly suggestions: readonly Suggestion[]
  /** True when there is nothing to ask; false until that is known. */
  readonly empty: boolean
}

const NOTHING_KNOWN: Library = { collections: [], suggestions: [], empty: false }

/** Collections and suggestions of the library, once they are known. That they cannot be read takes nothing away from asking. */
export function useLibrary(): Library {
  const [library, setLibrary] = useState(NOTHING_KNOWN)
  useEffect(() => {
    const controller = new AbortController()
    readLibrary(controller.signal).then(setLibrary, () => {})
    return () => controller.abort()
  }, [])
  return library
}

async function readLibrary(signal: AbortSignal): Promise<Library> {
  const [{ rows: documents }, suggestions] = await Promise.all([
    listDocuments({}, {}, signal),
    suggestQuestions(signal),
  ])
  const names = documents.map(({ collection }) => collection).filter((name) => name !== null)
  return { collections: [...new Set(names)].sort(), suggestions, empty: documents.length === 0 }
}
