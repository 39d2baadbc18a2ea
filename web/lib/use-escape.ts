import { useEffect } from 'react'

/** While `active`, call `onEscape` for an Esc anywhere on the page, except inside a dialog, which closes by itself. */
export function useEscape(onEscape: () => void, active: boolean): void {
  useEffect(() => {
    if (!active) return undefined
    const onKey = (event: KeyboardEvent) => {
      const inDialog = event.target instanceof Element && event.target.closest('[role=dialog], [role=menu]') !== null
      if (event.key === 'Escape' && !inDialog) onEscape()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onEscape, active])
}
