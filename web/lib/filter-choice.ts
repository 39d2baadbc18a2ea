import type { Question } from '../../src/client/ask-stream.ts'

/** What a question is restricted to, as it is sent. */
export type Filters = NonNullable<Question['filters']>

/** Kinds of files as people call them, and what servers call those. */
const WORD = 'application/vnd.openxmlformats-officedocument'
const OPEN = 'application/vnd.oasis.opendocument'
export const FILE_KINDS = {
  pdf: ['application/pdf'],
  word: [`${WORD}.wordprocessingml.document`, `${OPEN}.text`, 'application/msword', 'application/rtf'],
  sheets: [`${WORD}.spreadsheetml.sheet`, `${OPEN}.spreadsheet`, 'application/vnd.ms-excel', 'text/csv'],
  slides: [`${WORD}.presentationml.presentation`, `${OPEN}.presentation`, 'application/vnd.ms-powerpoint'],
  web: ['text/html'],
  text: ['text/plain', 'text/markdown'],
  mail: ['message/rfc822', 'application/vnd.ms-outlook'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type FileKind = keyof typeof FILE_KINDS

/** How long ago a document may have changed, in days. */
export const PERIODS = { week: 7, month: 30, year: 365 } as const
export type Period = keyof typeof PERIODS

const DAY_IN_MS = 86_400_000

/** What questions are restricted to; null where they are not. */
export interface FilterChoice {
  readonly collection: string | null
  readonly kind: FileKind | null
  readonly period: Period | null
}

export const NO_FILTER: FilterChoice = { collection: null, kind: null, period: null }

/** The filters to send. `now` is in milliseconds since 1970. */
export function filtersFor({ collection, kind, period }: FilterChoice, now: number): Filters {
  return {
    ...(collection === null ? {} : { collections: [collection] }),
    ...(kind === null ? {} : { media_types: [...FILE_KINDS[kind]] }),
    ...(period === null ? {} : { updated_after: new Date(now - PERIODS[period] * DAY_IN_MS).toISOString() }),
  }
}
