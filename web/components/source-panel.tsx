'use client'

import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Source } from '../lib/sources.ts'
import { useWideScreen } from '../lib/use-wide-screen.ts'
import { useMessages } from './preferences-provider.tsx'
import { SourcePassage } from './source-passage.tsx'
import { Dialog } from './ui/dialog.tsx'
import { IconButton } from './ui/icon-button.tsx'

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
  const messages = useMessages()
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
  const messages = useMessages()
  return (
    <Dialog title={messages.source.panel} shape="sheet" bare onClose={props.onClose}>
      <SourceContent {...props} />
    </Dialog>
  )
}

function SourceContent({ sources, index, onMove, onClose }: SourcePanelProps) {
  const messages = useMessages()
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
        <IconButton
          label={messages.source.previous}
          icon={ChevronLeft}
          disabled={index === 0}
          onClick={() => onMove(index - 1)}
        />
        <IconButton
          label={messages.source.next}
          icon={ChevronRight}
          disabled={index === sources.length - 1}
          onClick={() => onMove(index + 1)}
        />
        <IconButton label={messages.source.close} icon={X} onClick={onClose} />
      </div>
      <SourcePassage key={`${source.passageId} ${source.cited?.start}`} source={source} />
    </>
  )
}
