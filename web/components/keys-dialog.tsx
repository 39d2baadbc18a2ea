'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { changePreference } from '../lib/change-preference.ts'
import type { PageKey } from './keys-provider.tsx'
import { useMessages, usePreferences } from './preferences-provider.tsx'
import { Dialog } from './ui/dialog.tsx'

interface KeysDialogProps {
  readonly keys: readonly Omit<PageKey, 'act'>[]
  readonly onClose: () => void
}

/** The keys that work on this page, and the switch that turns single keys off. */
export function KeysDialog({ keys, onClose }: KeysDialogProps) {
  const messages = useMessages()
  const router = useRouter()
  const { singleKeys } = usePreferences()
  const [on, setOn] = useState(singleKeys)
  const change = (next: boolean) => {
    setOn(next)
    changePreference({ singleKeys: next })
    router.refresh()
  }
  const listed = [...keys, { key: 'Esc', text: messages.keys.escape }]
  return (
    <Dialog title={messages.keys.title} lead={messages.keys.lead} onClose={onClose}>
      <dl className="mt-5 grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2.5">
        {listed.map(({ key, text }) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-block min-w-8 rounded-md border border-edge bg-sunken px-2 py-0.5 text-center font-sans text-sm">
                {key}
              </kbd>
            </dt>
            <dd className="text-sm">{text}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-6 flex gap-3 border-t border-line pt-5">
        <input
          id="single-keys"
          aria-describedby="single-keys-hint"
          type="checkbox"
          checked={on}
          onChange={(event) => change(event.target.checked)}
          className="mt-0.5 size-5 shrink-0 accent-accent"
        />
        <div className="text-sm">
          <label htmlFor="single-keys" className="cursor-pointer font-medium">
            {messages.keys.single}
          </label>
          <p id="single-keys-hint" className="mt-0.5 text-ink-soft">
            {messages.keys.singleHint}
          </p>
        </div>
      </div>
    </Dialog>
  )
}
