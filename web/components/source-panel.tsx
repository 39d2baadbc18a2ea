'use client'

import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { messages } from '../lib/messages.ts'
import type { Source } from '../lib/sources.ts'
import { useWideScreen } from '../lib/use-wide-screen.ts'
import { SourcePassage } from './source-passage.tsx'

const TOOL =
  'grid size-9 place-items-center rounded-lg text-ink-soft hover:bg-sunken hover:text-ink disabled:opacity-40'

interface SourcePanelProps {
  readonly sources: readonly Source[]
  readonly index: number
  readonly onMove: (index: number) => void
  readonly onClose: () => void
}

/** The opened source: beside the answer on wide screens, a dialog on small ones. */
export function SourcePanel(props: SourcePanelProps) {
  return useWideScreen() ? <SourceAside {...props} /> : <SourceDialog {...props} />
}

function SourceAside(props: SourcePanelProps) {
  return (
    <aside
      aria-label={messages.source.panel}
      className="sticky top-20 my-6 flex h-[calc(100dvh-6.5rem)] w-[26rem] shrink-0 flex-col overflow-hidden rounded-2xl border border-line bg-surface shadow-lift xl:w-[30rem]"
    >
      <SourceContent {...props} />
    </aside>
  )
}

function SourceDialog(props: SourcePanelProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-label={messages.source.panel}
      onClose={props.onClose}
      className="fixed inset-x-0 top-auto bottom-0 m-0 h-[88dvh] max-h-none w-full max-w-none flex-col overflow-hidden rounded-t-2xl border-t border-line bg-surface text-ink open:flex"
    >
      {/* The element closes first: while it is open, nothing behind it can take the focus back. */}
      <SourceContent {...props} onClose={() => dialog.current?.close()} />
    </dialog>
  )
}

function SourceContent({ sources, index, onMove, onClose }: SourcePanelProps) {
  const title = useRef<HTMLHeadingElement>(null)
  const source = sources[index]
  useEffect(() => {
    title.current?.focus({ preventScroll: true })
  }, [])
  if (source === undefined) return null
  return (
    <>
      <div className="flex items-center gap-1 border-b border-line py-2 pr-2 pl-5">
        <h2 ref={title} tabIndex={-1} className="mr-auto text-sm font-medium">
          {source.number === null ? messages.source.nearest : messages.source.numbered(source.number)}
        </h2>
        <Tool
          label={messages.source.previous}
          icon={ChevronLeft}
          disabled={index === 0}
          onPress={() => onMove(index - 1)}
        />
        <Tool
          label={messages.source.next}
          icon={ChevronRight}
          disabled={index === sources.length - 1}
          onPress={() => onMove(index + 1)}
        />
        <Tool label={messages.source.close} icon={X} disabled={false} onPress={onClose} />
      </div>
      <SourcePassage key={`${source.passageId} ${source.cited?.start}`} source={source} />
    </>
  )
}

interface ToolProps {
  readonly label: string
  readonly icon: typeof X
  readonly disabled: boolean
  readonly onPress: () => void
}

function Tool({ label, icon: Icon, disabled, onPress }: ToolProps) {
  return (
    <button type="button" aria-label={label} title={label} disabled={disabled} onClick={onPress} className={TOOL}>
      <Icon aria-hidden="true" className="size-5" />
    </button>
  )
}
