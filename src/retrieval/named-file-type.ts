import type { NamedFilter } from './named-filter.ts'

interface FileType {
  readonly label: string
  readonly word: RegExp
  readonly mediaTypes: readonly string[]
}

const OFFICE = 'application/vnd.openxmlformats-officedocument'
const OPEN = 'application/vnd.oasis.opendocument'
const TYPES: readonly FileType[] = [
  { label: 'PDFs', word: /^pdfs?$/i, mediaTypes: ['application/pdf'] },
  {
    label: 'spreadsheets',
    word: /^spreadsheets?$/i,
    mediaTypes: [`${OFFICE}.spreadsheetml.sheet`, `${OPEN}.spreadsheet`, 'application/vnd.ms-excel', 'text/csv'],
  },
  {
    label: 'presentations',
    word: /^presentations?$/i,
    mediaTypes: [`${OFFICE}.presentationml.presentation`, `${OPEN}.presentation`, 'application/vnd.ms-powerpoint'],
  },
  { label: 'e-mails', word: /^e-?mails?$/i, mediaTypes: ['message/rfc822', 'application/vnd.ms-outlook'] },
]

/**
 * "in the spreadsheets", "from the PDF", and then the end of the question or a word that goes on: "in the e-mail policy" and
 * "in the presentation of results" are about something else.
 */
const NAMED =
  /\b(?:in|from) (?:(?:the|our|my|all|all the|any) )?(pdfs?|spreadsheets?|presentations?|e-?mails?)\b(?=\s*(?:$|[?.!,;:)]|\s(?:about|on|that|which|where|is|are|was|were|does|do|did|has|have|say|says|what|how|who|when|and (?:what|how|who|when))\b))/gi

/** Any mention, whatever follows it. */
const MENTIONED =
  /\b(?:in|from) (?:(?:the|our|my|all|all the|any) )?(?:pdfs?|spreadsheets?|presentations?|e-?mails?)\b/gi

/** The file type that a question asks for, or null. Two different ones are none. */
export function namedFileType(question: string): NamedFilter | null {
  const [first] = question.matchAll(NAMED)
  if (first === undefined || (question.match(MENTIONED) ?? []).length > 1) return null
  const type = TYPES.find(({ word }) => word.test(first[1] ?? ''))
  if (type === undefined) return null
  const { label, mediaTypes } = type
  return {
    kind: 'media_type',
    label,
    value: mediaTypes.join(','),
    filters: { media_types: [...mediaTypes] },
    start: first.index,
    end: first.index + first[0].length,
  }
}
