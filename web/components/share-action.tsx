'use client'

import { Share2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useMessages } from './preferences-provider.tsx'

/** Most answers are never shared. */
const ShareDialog = dynamic(() => import('./share-dialog.tsx').then((module) => module.ShareDialog), { ssr: false })

interface ShareActionProps {
  readonly answerId: string
  readonly className: string
}

/** Opens the dialog with the link of an answer. */
export function ShareAction({ answerId, className }: ShareActionProps) {
  const { share } = useMessages()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)} className={className}>
        <Share2 aria-hidden="true" className="size-4" />
        {share.action}
      </button>
      {open && <ShareDialog answerId={answerId} onClose={() => setOpen(false)} />}
    </>
  )
}
