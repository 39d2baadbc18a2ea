import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

const PARAMETER = 'conversation'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The conversation that the address of the page names, so that it can be kept, reloaded and gone back to. */
export function useConversationAddress() {
  const named = useSearchParams().get(PARAMETER)
  const goTo = useCallback((id: string | null, how: 'push' | 'replace') => {
    const address = id === null ? '/' : `/?${new URLSearchParams({ [PARAMETER]: id })}`
    // Without the router: the page stays, and only what it shows is changed.
    if (how === 'push') window.history.pushState(null, '', address)
    else window.history.replaceState(null, '', address)
  }, [])
  return { id: named !== null && UUID.test(named) ? named : null, goTo }
}
