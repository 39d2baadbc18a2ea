import { useFormats } from '../preferences-provider.tsx'

interface DoneByProps {
  readonly by: string | null
  readonly at: string | null
}

/** Who did something and when; a dash when nobody did. */
export function DoneBy({ by, at }: DoneByProps) {
  const formats = useFormats()
  if (at === null) return '–'
  return (
    <>
      <span className="block [overflow-wrap:anywhere]">{by ?? '–'}</span>
      <span className="block text-ink-soft">{formats.time(at)}</span>
    </>
  )
}
