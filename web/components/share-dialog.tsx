'use client'

import { useCallback, useState } from 'react'
import type { ShareLink } from '../../src/contracts/shared-answers.ts'
import { problemOf } from '../lib/problem.ts'
import { endShare, findShare, shareAnswer, sharedAddress } from '../lib/shares.ts'
import { useLoad } from '../lib/use-load.ts'
import { useMessages } from './preferences-provider.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { Button } from './ui/button.tsx'
import { CopyButton } from './ui/copy-button.tsx'
import { Dialog } from './ui/dialog.tsx'
import { Waiting } from './ui/waiting.tsx'

interface ShareDialogProps {
  readonly answerId: string
  readonly onClose: () => void
}

/** Makes, shows and ends the link of an answer. */
export function ShareDialog({ answerId, onClose }: ShareDialogProps) {
  const { share } = useMessages()
  const { value, problem, refresh } = useLoad(useCallback((signal) => findShare(answerId, signal), [answerId]))
  const [failed, setFailed] = useState<ReturnType<typeof problemOf> | null>(null)
  const [ended, setEnded] = useState(false)
  const change = async (done: Promise<unknown>, isEnd: boolean) => {
    setFailed(null)
    try {
      await done
      setEnded(isEnd)
      refresh()
    } catch (error) {
      setFailed(problemOf(error))
    }
  }
  const shown = failed ?? problem
  return (
    <Dialog title={share.title} lead={share.lead} onClose={onClose}>
      <div className="mt-5">
        {shown !== null && <ProblemNotice problem={shown} onRetry={refresh} />}
        {value === null && shown === null && <Waiting text={share.loading} />}
        {value?.link === null && (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <output className="text-sm text-ink-soft">{ended ? share.ended : ''}</output>
            <Button look="primary" onClick={() => void change(shareAnswer(answerId), false)}>
              {share.create}
            </Button>
          </div>
        )}
        {value !== null && value.link !== null && (
          <SharedLink link={value.link} onEnd={() => void change(endShare(answerId), true)} />
        )}
      </div>
    </Dialog>
  )
}

function SharedLink({ link, onEnd }: { readonly link: ShareLink; readonly onEnd: () => void }) {
  const { share } = useMessages()
  const address = sharedAddress(link)
  return (
    <>
      <input
        readOnly
        aria-label={share.link}
        value={address}
        onFocus={(event) => event.currentTarget.select()}
        className="w-full rounded-lg border border-edge bg-sunken px-3 py-2 font-mono text-sm"
      />
      <div className="mt-4 flex flex-wrap justify-between gap-2">
        <Button look="quiet" onClick={onEnd} className="-ml-3.5">
          {share.end}
        </Button>
        <CopyButton text={address} label={share.copy} done={share.copied} />
      </div>
    </>
  )
}
