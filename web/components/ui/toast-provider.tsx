'use client'

import { X } from 'lucide-react'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { useMessages } from '../preferences-provider.tsx'
import { IconButton } from './icon-button.tsx'

/** Long enough to read a sentence twice. */
const SHOWN_FOR_IN_MS = 7_000

const ToastContext = createContext<(text: string) => void>(() => {})

/** Say in one sentence that something was done. Problems do not belong here: they stay where they happened. */
export function useToast(): (text: string) => void {
  return useContext(ToastContext)
}

interface Toast {
  readonly id: number
  readonly text: string
}

/** One short message at a time at the bottom of the page, read out by screen readers. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const messages = useMessages()
  const [toast, setToast] = useState<Toast | null>(null)
  const show = useCallback((text: string) => setToast((before) => ({ id: (before?.id ?? 0) + 1, text })), [])
  const dismiss = useMemo(() => () => setToast(null), [])
  useEffect(() => {
    if (toast === null) return undefined
    const timer = setTimeout(dismiss, SHOWN_FOR_IN_MS)
    return () => clearTimeout(timer)
  }, [toast, dismiss])
  return (
    <ToastContext value={show}>
      {children}
      <div className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex justify-center p-4">
        <output aria-label={messages.toast.region} className="contents">
          {toast !== null && (
            <span className="pointer-events-auto flex max-w-md items-center gap-2 rounded-xl bg-ink py-1.5 pr-1.5 pl-4 text-sm text-paper shadow-lift">
              {toast.text}
              <IconButton
                label={messages.toast.dismiss}
                icon={X}
                onClick={dismiss}
                className="text-paper hover:bg-transparent hover:text-paper"
              />
            </span>
          )}
        </output>
      </div>
    </ToastContext>
  )
}
