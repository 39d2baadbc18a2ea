export interface GoldenQuestion {
  readonly query: string
  /** What the source calls the documents that answer it; one of them is enough. */
  readonly documents: string[]
}

/**
 * Questions with known answers as people write them, one a line: `How long is the notice period? = contract.pdf, b.pdf`.
 * The last "=" of a line parts them. Lines without both parts are left out.
 */
export function goldenQuestionsOf(text: string): GoldenQuestion[] {
  return text.split('\n').flatMap((line) => {
    const at = line.lastIndexOf('=')
    const query = line.slice(0, Math.max(at, 0)).trim()
    const documents = line
      .slice(at + 1)
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
    return query === '' || documents.length === 0 ? [] : [{ query, documents }]
  })
}
