import { useMessages } from '../preferences-provider.tsx'
import { Button } from './button.tsx'

interface MoreButtonProps {
  readonly onMore: () => void
  readonly loading: boolean
}

/** Stands below a list that goes on. */
export function MoreButton({ onMore, loading }: MoreButtonProps) {
  const messages = useMessages()
  return (
    <Button onClick={onMore} disabled={loading} className="mt-4">
      {loading ? messages.table.loadingMore : messages.table.more}
    </Button>
  )
}
