import { useSyncExternalStore } from 'react'

/** From here on a source fits beside the answer; the same width as Tailwind's `lg`. */
const WIDE = '(min-width: 64rem)'

/** True when a source can be shown beside the answer; false on the server and on small screens. */
export function useWideScreen(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(WIDE)
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => window.matchMedia(WIDE).matches,
    () => false,
  )
}
