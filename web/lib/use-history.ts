import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../src/client/request-failed.ts'
import type { Conversation } from '../../src/contracts/conversations.ts'
import { listConversations } from './conversations.ts'
import { problemOf } from './problem.ts'

/** A pause in typing after which the list is searched. */
const TYPING_PAUSE_IN_MS = 250

export interface History {
  /** Null until the first reply. */
  readonly conversations: readonly Conversation[] | null
  readonly hasMore: boolean
  readonly problem: Problem | null
  readonly search: string
  readonly setSearch: (search: string) => void
  readonly refresh: () => void
  readonly showMore: () => void
}

interface Loaded {
  readonly conversations: readonly Conversation[] | null
  readonly nextCursor: string | null
  readonly problem: Problem | null
}

/** One's conversations, the last used first, as far as they were asked for. */
export function useHistory(): History {
  const [search, setSearch] = useState('')
  const [wanted, setWanted] = useState({ search: '', pages: 1, round: 0 })
  const [loaded, setLoaded] = useState<Loaded>({ conversations: null, nextCursor: null, problem: null })

  useEffect(() => {
    if (search.trim() === wanted.search) return undefined
    const timer = setTimeout(
      () => setWanted((before) => ({ ...before, search: search.trim(), pages: 1 })),
      TYPING_PAUSE_IN_MS,
    )
    return () => clearTimeout(timer)
  }, [search, wanted.search])

  useEffect(() => {
    const controller = new AbortController()
    readPages(wanted, controller.signal).then(setLoaded, (error: unknown) => {
      if (!controller.signal.aborted) setLoaded((before) => ({ ...before, problem: problemOf(error) }))
    })
    return () => controller.abort()
  }, [wanted])

  const refresh = useCallback(() => setWanted((before) => ({ ...before, round: before.round + 1 })), [])
  return {
    conversations: loaded.conversations,
    hasMore: loaded.nextCursor !== null,
    problem: loaded.problem,
    search,
    setSearch,
    refresh,
    showMore: () => setWanted((before) => ({ ...before, pages: before.pages + 1 })),
  }
}

async function readPages(
  { search, pages }: { readonly search: string; readonly pages: number },
  signal: AbortSignal,
): Promise<Loaded> {
  const conversations: Conversation[] = []
  let cursor: string | null = null
  for (let page = 0; page < pages; page += 1) {
    const reply = await listConversations(search, cursor, signal)
    conversations.push(...reply.conversations)
    cursor = reply.next_cursor
    if (cursor === null) break
  }
  return { conversations, nextCursor: cursor, problem: null }
}
