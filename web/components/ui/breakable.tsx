import { Fragment } from 'react'

const AFTER_PUNCTUATION = /(?<=[,;:~/])/
const AFTER_UNDERSCORE = /(?<=_)/

/** Code that may break after its punctuation, and elsewhere only where a part alone is too long for its place. */
export function Breakable({ text }: { readonly text: string }) {
  return (
    <code className="text-xs break-words select-all">
      <Parts parts={text.split(AFTER_PUNCTUATION)} />
    </code>
  )
}

/** The name of a document: names of files are words with underscores between them as often as not. */
export function DocumentName({ name }: { readonly name: string }) {
  return (
    <span className="[overflow-wrap:anywhere]">
      <Parts parts={name.split(AFTER_UNDERSCORE)} />
    </span>
  )
}

function Parts({ parts }: { readonly parts: readonly string[] }) {
  return parts.map((part, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- parts of one text never move.
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ))
}
