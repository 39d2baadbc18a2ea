import type { FileToSend } from './library-client.ts'

export interface MadeDocument {
  /** A word that stands in every section of this document and nowhere else. */
  readonly name: string
  /** A word that stands in this state of it and in no other. */
  readonly state?: string
  readonly sections?: number
  readonly fields?: Readonly<Record<string, string>>
}

const SENTENCES_PER_SECTION = 12

/** A document of the kind that organisations write, in Markdown: a heading and a few paragraphs per section. */
export function madeDocument({ name, state = 'first', sections = 4, fields = {} }: MadeDocument): FileToSend {
  const parts = Array.from({ length: sections }, (_, n) => {
    const sentences = Array.from(
      { length: SENTENCES_PER_SECTION },
      (_, m) =>
        `Rule ${m + 1} of part ${n + 1} says that the ${name} needs approval by office ${(n * 7 + m * 3) % 97} within ${m + 2} days.`,
    )
    return `## Part ${n + 1} of ${name}\n\n${sentences.join(' ')}\n\nThis is the ${state} text of part ${n + 1}.\n`
  })
  return {
    name: `${name}.md`,
    text: `# Handbook ${name}\n\n${parts.join('\n')}`,
    fields: { external_id: name, ...fields },
  }
}
