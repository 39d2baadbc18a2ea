const LOOKS: Readonly<Record<string, string>> = {
  '+': 'bg-good-soft text-good',
  '-': 'bg-poor-soft text-poor',
  '@': 'text-ink-soft',
}

interface DiffLinesProps {
  /** Lines of a unified diff. */
  readonly lines: readonly string[]
  /** What to say when there are none. */
  readonly none: string
}

/** A unified diff; the signs stay, so that colour is not needed. */
export function DiffLines({ lines, none }: DiffLinesProps) {
  if (lines.length === 0) return <p className="text-sm text-ink-soft">{none}</p>
  return (
    <pre
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys.
      tabIndex={0}
      className="max-h-[50dvh] overflow-auto rounded-lg border border-line bg-surface py-2 text-sm leading-relaxed"
    >
      {lines.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines have no other name and never move.
        <code key={index} className={`block px-4 whitespace-pre-wrap ${LOOKS[line.charAt(0)] ?? ''}`}>
          {line === '' ? ' ' : line}
        </code>
      ))}
    </pre>
  )
}
