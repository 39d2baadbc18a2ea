import { z } from 'zod'
import { JobPriority } from './job-priority.ts'
import { PERSONAL_DATA_KINDS } from './personal-data.ts'
import { AccessEntry } from './principal.ts'

/** Where a document version stands on its way to being searchable. */
export const DOCUMENT_STATES = [
  'queued',
  'parsing',
  'embedding',
  'indexing',
  'ready',
  'needs_ocr',
  'failed',
  'deleted',
] as const
export const DocumentState = z.enum(DOCUMENT_STATES)
export type DocumentState = z.infer<typeof DocumentState>

/** Why a file could not be read; each is a stated end, never a silent skip. */
const FILE_FAILURE_REASONS = [
  'unsupported',
  'encrypted',
  'corrupt',
  'empty',
  'too-large',
  'timeout',
  'out-of-memory',
  'internal',
] as const
export type FileFailureReason = (typeof FILE_FAILURE_REASONS)[number]

/** Why a version will not become searchable. */
export const FAILURE_REASONS = [...FILE_FAILURE_REASONS, 'cancelled'] as const
export const FailureReason = z.enum(FAILURE_REASONS)
export type FailureReason = z.infer<typeof FailureReason>

/** What was noticed in the text of a document; a part that was not looked for, or that one may not see, is null. */
export const DocumentFindings = z.object({
  personal_data: z
    .partialRecord(z.enum(PERSONAL_DATA_KINDS), z.number().int())
    .nullable()
    .describe('How often each kind of personal data was found. For contributors.'),
  suspicious_passages: z
    .number()
    .int()
    .nullable()
    .describe('Passages that talk to a language model instead of to a reader. For administrators.'),
})
export type DocumentFindings = z.infer<typeof DocumentFindings>

const milliseconds = z.number().int().nullable()

/** How long each part of the way took; null for a part that was not reached, or not needed. */
export const StageTimings = z.object({
  waiting_ms: milliseconds,
  parsing_ms: milliseconds,
  embedding_ms: milliseconds,
  indexing_ms: milliseconds,
})
export type StageTimings = z.infer<typeof StageTimings>

export const DocumentSummary = z.object({
  id: z.uuid(),
  source: z.string(),
  external_id: z.string(),
  title: z.string(),
  collection: z.string().nullable(),
  media_type: z.string(),
  size_in_bytes: z.number().int(),
  sha256: z.string(),
  version: z.number().int().describe('The newest version; searches use it once its state is ready.'),
  current_version: z.number().int().nullable().describe('The version that searches use; null until one is ready.'),
  fingerprint: z.string().nullable().describe('How its source names this state of it, as the uploader gave it.'),
  state: DocumentState,
  reason: FailureReason.nullable(),
  detail: z.string().nullable().describe('One sentence on the failure and what to do, or null.'),
  since: z.iso.datetime(),
  attempt: z.number().int(),
  next_try_at: z.iso.datetime().nullable().describe('When it is tried again after a setback; null otherwise.'),
  priority: JobPriority,
  timings: StageTimings,
  pages: z.number().int().nullable(),
  passages: z.number().int().nullable(),
  findings: DocumentFindings.nullable().describe('What was noticed in the text; null when nothing was looked for.'),
  access: z.array(AccessEntry),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})
export type DocumentSummary = z.infer<typeof DocumentSummary>

/** One page of the documents one may read, newest first. */
export const DocumentPage = z.object({
  documents: z.array(DocumentSummary),
  next_cursor: z.string().nullable().describe('Give it back to read on; null at the end.'),
})
export type DocumentPage = z.infer<typeof DocumentPage>

/** Things that one could ask: what a document says under one of its headings. */
export const QuestionSuggestions = z.object({
  suggestions: z.array(z.object({ document_id: z.uuid(), title: z.string(), heading: z.string() })),
})
export type QuestionSuggestions = z.infer<typeof QuestionSuggestions>

/** One state of a document's bytes. Answers stay tied to the version that they cite. */
export const DocumentVersion = z.object({
  version: z.number().int(),
  is_current: z.boolean().describe('True for the one that searches use.'),
  title: z.string().nullable(),
  file_name: z.string(),
  media_type: z.string(),
  size_in_bytes: z.number().int(),
  sha256: z.string(),
  state: DocumentState,
  reason: FailureReason.nullable(),
  detail: z.string().nullable(),
  since: z.iso.datetime(),
  attempt: z.number().int(),
  next_try_at: z.iso.datetime().nullable(),
  priority: JobPriority,
  timings: StageTimings,
  pages: z.number().int().nullable(),
  passages: z.number().int().nullable(),
  created_by: z.string().nullable().describe('Object id of who sent it; null where that was not written down.'),
  created_at: z.iso.datetime(),
})
export type DocumentVersion = z.infer<typeof DocumentVersion>

/** One page of the versions of a document, newest first. */
export const DocumentVersionPage = z.object({
  versions: z.array(DocumentVersion),
  next_cursor: z.string().nullable().describe('Give it back to read on; null at the end.'),
})
export type DocumentVersionPage = z.infer<typeof DocumentVersionPage>

/** Which documents are to be tried again; all parts must hold. */
export const RetryChoice = z.strictObject({
  state: z.enum(['failed', 'needs_ocr']).optional().describe('Both when left out.'),
  reason: FailureReason.optional().describe('All but "cancelled" when left out.'),
  source: z.string().min(1).max(200).optional(),
  collection: z.string().min(1).max(200).optional(),
})
export type RetryChoice = z.infer<typeof RetryChoice>

export const RetryReply = z.object({
  retried: z.number().int().describe('How many documents wait to be read again.'),
  more: z.boolean().describe('True when there are more than one request takes: send it again.'),
})
export type RetryReply = z.infer<typeof RetryReply>

/** What became of the files of one upload. */
export const UploadReply = z.object({
  documents: z.array(DocumentSummary),
  rejected: z.array(z.object({ file_name: z.string(), code: z.string(), detail: z.string() })),
})
export type UploadReply = z.infer<typeof UploadReply>

/** A passage with its place; `start` and `end` count in the canonical text of the version. */
export const Passage = z.object({
  passage_id: z.uuid(),
  document_id: z.uuid(),
  version: z.number().int(),
  title: z.string(),
  media_type: z.string().describe('Of the original; only PDFs have pages that can be shown.'),
  page: z.number().int().nullable(),
  page_end: z.number().int().nullable(),
  heading: z.array(z.string()),
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
})
export type Passage = z.infer<typeof Passage>

const points = z.number().describe('In points, counted from the top left corner of the page as it is shown.')
const Rectangle = z.object({ x: points, y: points, width: points, height: points })

/** Where the words of a citation stand on the page of the original. */
export const QuoteRectangles = z.object({
  page: z.number().int().nullable(),
  page_width: z.number().nullable().describe('In points; null where the format has no fixed pages.'),
  page_height: z.number().nullable(),
  precision: z
    .enum(['words', 'block', 'page'])
    .nullable()
    .describe('What the rectangles surround: the lines of the words, their paragraphs, or all of the page.'),
  rectangles: z.array(Rectangle),
})
export type QuoteRectangles = z.infer<typeof QuoteRectangles>
