import { z } from 'zod'

export const UNDERSTOOD_FILTERS = ['document', 'collection', 'media_type', 'updated_after', 'updated_before'] as const

/** A restriction that the question itself asks for. */
export const UnderstoodFilter = z.object({
  kind: z.enum(UNDERSTOOD_FILTERS),
  label: z.string().describe('What was understood, for people: a title, a collection, "spreadsheets", a day.'),
  value: z.string().describe('The id of the document, the collection, the media types with commas, or the time.'),
})
export type UnderstoodFilter = z.infer<typeof UnderstoodFilter>

/** A word of the question, and the word or words that were searched for instead of it or as well. */
const Change = z.object({ from: z.string(), to: z.string() })

/** What was read from a question beyond its plain words. Everything in it stands in documents that the asker may read. */
export const Understood = z.object({
  filters: z.array(UnderstoodFilter),
  corrections: z.array(Change).describe('Words no readable passage holds, and the similar words searched for instead.'),
  expansions: z
    .array(Change)
    .describe('Acronyms and their long forms as a document defines them, searched for as well.'),
  phrases: z.array(z.string()).describe('Quoted words: only passages that hold them in this order were kept.'),
  notes: z
    .array(z.enum(['phrase_not_found', 'filters_matched_nothing']))
    .describe('"filters_matched_nothing": the question seems to name documents that are not there; all were searched.'),
})
export type Understood = z.infer<typeof Understood>

export const NOTHING_UNDERSTOOD: Understood = { filters: [], corrections: [], expansions: [], phrases: [], notes: [] }
