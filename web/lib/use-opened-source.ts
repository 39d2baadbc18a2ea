import { useRef, useState } from 'react'
import { type Source, sourcesOf } from './sources.ts'
import type { Turn } from './turn.ts'

export interface OpenedSource {
  readonly turnId: string
  readonly index: number
}

/** The source that is looked at, and the others of its answer. */
export interface SourceView {
  /** Null when none is, or when the one that was is gone. */
  readonly opened: OpenedSource | null
  readonly sources: readonly Source[]
  readonly open: (source: OpenedSource) => void
  readonly move: (index: number) => void
  /** Go to the next one, or back; stays where there is none. */
  readonly step: (by: 1 | -1) => void
  readonly close: () => void
}

/** Which source is looked at; closing gives the focus back to what opened it. */
export function useOpenedSource(turns: readonly Turn[]): SourceView {
  const [opened, setOpened] = useState<OpenedSource | null>(null)
  const opener = useRef<HTMLElement | null>(null)
  const turn = turns.find(({ id }) => id === opened?.turnId)
  const sources = turn === undefined ? [] : sourcesOf(turn)
  return {
    opened: opened !== null && sources[opened.index] !== undefined ? opened : null,
    sources,
    open: (source) => {
      opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
      setOpened(source)
    },
    move: (index) => setOpened((before) => (before === null ? null : { ...before, index })),
    step: (by) =>
      setOpened((before) => {
        if (before === null || sources[before.index + by] === undefined) return before
        return { ...before, index: before.index + by }
      }),
    close: () => {
      setOpened(null)
      opener.current?.focus()
      opener.current = null
    },
  }
}
