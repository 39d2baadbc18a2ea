import type { DocumentState } from '../../src/contracts/documents.ts'
import { useMessages } from './preferences-provider.tsx'
import { Chip, type Tone } from './ui/chip.tsx'

const TONES: Readonly<Record<DocumentState, Tone>> = {
  queued: 'neutral',
  parsing: 'accent',
  embedding: 'accent',
  indexing: 'accent',
  ready: 'good',
  needs_ocr: 'fair',
  failed: 'poor',
  deleted: 'neutral',
}

export function StateChip({ state }: { readonly state: DocumentState }) {
  const messages = useMessages()
  return (
    <Chip tone={TONES[state]} working={TONES[state] === 'accent'}>
      {messages.states[state]}
    </Chip>
  )
}
