'use client'

import { WifiOff } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useMessages } from './preferences-provider.tsx'

/** A line below the header while the browser has no network. */
export function OfflineNotice() {
  const messages = useMessages()
  const online = useSyncExternalStore(
    watchNetwork,
    () => navigator.onLine,
    () => true,
  )
  return (
    <output
      className={online ? 'sr-only' : 'flex items-center justify-center gap-2 bg-fair-soft px-4 py-2 text-sm text-fair'}
    >
      {!online && (
        <>
          <WifiOff aria-hidden="true" className="size-4 shrink-0" />
          {messages.offline}
        </>
      )}
    </output>
  )
}

function watchNetwork(changed: () => void): () => void {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}
