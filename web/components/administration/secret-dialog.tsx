'use client'

import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'

interface SecretDialogProps {
  readonly title: string
  readonly lead: string
  readonly secret: string
  /** Until when it can be used. */
  readonly until: string
  readonly onClose: () => void
}

/** Something that is shown once and never again: a link or a key. */
export function SecretDialog({ title, lead, secret, until, onClose }: SecretDialogProps) {
  const { secret: texts } = useTexts(administration)
  return (
    <Dialog title={title} lead={lead} onClose={onClose}>
      <p className="mt-5 rounded-lg border border-line bg-sunken px-3 py-2.5 font-mono text-sm leading-relaxed select-all [overflow-wrap:anywhere]">
        {secret}
      </p>
      <p className="mt-2 text-sm text-ink-soft">{texts.until(until)}</p>
      <div className="mt-5 flex justify-end gap-2">
        <CopyButton text={secret} label={texts.copy} done={texts.copied} />
        <Button look="primary" onClick={onClose}>
          {texts.done}
        </Button>
      </div>
    </Dialog>
  )
}
