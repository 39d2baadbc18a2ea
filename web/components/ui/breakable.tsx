import { Fragment } from 'react'

const AFTER_PUNCTUATION = /(?<=[,;:~/])/

/** Code that may break after its punctuation, and elsewhere only where a part alone is too long for its place. */
export function Breakable({ text }: { readonly text: string }) {
  return (
    <code className="text-xs break-words select-all">
      {text.split(AFTER_PUNCTUATION).map((part, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- parts of one text never move.
        <Fragment key={index}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </code>
  )
}
