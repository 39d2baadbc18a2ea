import type { ParsedDocument } from '../parsed-document.ts'
import type { BlockDraft } from './assemble-document.ts'
import { cleanLine } from './clean-text.ts'
import { OcrNeeded, ParseFailure } from './parse-failure.ts'

/** One file inside another: an entry of an archive, an attachment of a mail. */
export interface Part {
  /** As the container names it, folders included. Shown to people, never used as a path. */
  readonly name: string
  /** Its bytes; fails as `too-large` as soon as there are more than the limit. */
  readonly open: (limitInBytes: number) => Promise<Uint8Array>
}

/** What the parts of one container came to. */
export interface ReadParts {
  /** The name of each part as a heading, its blocks below. */
  readonly drafts: readonly BlockDraft[]
  /** Parts that were read. */
  readonly count: number
  /** Pages of the only part there is; null when there are several, whose numbers would be mixed up. */
  readonly pages: number | null
  readonly pagesWithoutText: readonly number[]
  readonly warnings: readonly string[]
  /** Why nothing could be read; null when something was. */
  readonly failure: ParseFailure | OcrNeeded | null
}

/** Reads the parts of a container one after the other. Parts that cannot be read are named, never an error. */
export type PartsReader = (parts: AsyncIterable<Part> | Iterable<Part>) => Promise<ReadParts>

/** What is left of the limits that all parts of a file share, whatever holds them. */
export interface PartsBudget {
  partsLeft: number
  bytesLeft: number
  charactersLeft: number
  /** On the clock of `performance.now`. */
  endsAt: number
  /** Set once text recognition has started in a part. */
  recognitionEndsAt?: number
}

/** Attachments of attachments of attachments are still letters of somebody; deeper nesting is made to do harm. */
export const MAXIMUM_DEPTH = 3
/** Parts that are left are named instead of read: what was read by then must not be lost to the deadline of the file. */
const TIME_FOR_PARTS_IN_MS = 18_000
/** A folder of somebody's documents; above it, the list of what was read would not be looked at. */
const MAXIMUM_PARTS = 1_000
/** Unpacked, all parts together. Only one of them is in memory at a time. */
const MAXIMUM_BYTES = 256 * 1024 * 1024
/** Dividing this much text into chunks takes a third of the deadline of a file. */
const MAXIMUM_CHARACTERS = 16_000_000
/** The path of a chunk has the part and two of its own headings, or three nested parts. */
const MAXIMUM_LEVEL = 3
const MAXIMUM_NAME_LENGTH = 200
const NAMES_PER_WARNING = 20

/** The limits of one file that somebody added. Text recognition adds to its time. */
export function createPartsBudget(): PartsBudget {
  return {
    partsLeft: MAXIMUM_PARTS,
    bytesLeft: MAXIMUM_BYTES,
    charactersLeft: MAXIMUM_CHARACTERS,
    endsAt: performance.now() + TIME_FOR_PARTS_IN_MS,
  }
}

type Unread = ParseFailure['reason'] | 'needs_ocr'

const UNREAD: Readonly<Record<Unread, string>> = {
  encrypted: 'protected by a password',
  unsupported: 'of a type that is not read',
  'too-large': 'beyond the limits of one file',
  corrupt: 'damaged',
  empty: 'without text',
  needs_ocr: 'images of text',
  timeout: 'the time was up',
  'out-of-memory': 'the memory was used up',
  internal: 'an internal error',
}

/** Read all parts within the budget. `read` opens one of them, as if it had been added by itself. */
export async function readParts(
  parts: AsyncIterable<Part> | Iterable<Part>,
  read: (bytes: Uint8Array, name: string) => Promise<ParsedDocument>,
  budget: PartsBudget,
): Promise<ReadParts> {
  const done: { readonly name: string; readonly document: ParsedDocument }[] = []
  const unread: { readonly name: string; readonly reason: Unread }[] = []
  try {
    for await (const part of parts) {
      const name = shownName(part.name, done.length + unread.length + 1)
      const result = await readPart(part, read, budget)
      if (typeof result === 'string') unread.push({ name, reason: result })
      else done.push({ name, document: result })
      if (budget.partsLeft >= 0) continue
      unread.push({ name: 'all after it', reason: 'too-large' })
      break
    }
  } catch (cause) {
    // The list of parts breaks off: those before it were read.
    if (done.length + unread.length === 0) throw cause
    unread.push({ name: 'all after it', reason: 'corrupt' })
  }
  return joinParts(done, unread)
}

function shownName(given: string, number: number): string {
  const name = cleanLine(given).slice(-MAXIMUM_NAME_LENGTH).toWellFormed()
  return name === '' ? `Part ${number}` : name
}

async function readPart(
  part: Part,
  read: (bytes: Uint8Array, name: string) => Promise<ParsedDocument>,
  budget: PartsBudget,
): Promise<ParsedDocument | Unread> {
  budget.partsLeft -= 1
  if (budget.partsLeft < 0 || budget.bytesLeft <= 0 || budget.charactersLeft <= 0) return 'too-large'
  if (performance.now() > budget.endsAt) return 'timeout'
  try {
    const bytes = await part.open(budget.bytesLeft)
    budget.bytesLeft -= bytes.length
    const document = await read(bytes, part.name)
    if (document.text.length > budget.charactersLeft) return 'too-large'
    budget.charactersLeft -= document.text.length
    return document
  } catch (cause) {
    if (cause instanceof OcrNeeded) return 'needs_ocr'
    return cause instanceof ParseFailure ? cause.reason : 'corrupt'
  }
}

function joinParts(
  done: readonly { readonly name: string; readonly document: ParsedDocument }[],
  unread: readonly { readonly name: string; readonly reason: Unread }[],
): ReadParts {
  const only = done.length + unread.length === 1 ? done[0]?.document : undefined
  const drafts = done.flatMap(({ name, document }) => sectionOf(name, document, document === only))
  const warnings = done.flatMap(({ name, document }) => [
    ...document.warnings.map((warning) => `${name}: ${warning}`),
    ...(document === only ? [] : pagesLeftOut(name, document)),
  ])
  return {
    drafts,
    count: done.length,
    pages: only?.pages ?? null,
    pagesWithoutText: only?.pagesWithoutText ?? [],
    warnings: [...unreadWarnings(unread), ...warnings],
    failure: done.length > 0 ? null : failureOf(unread.map(({ reason }) => reason)),
  }
}

/** A part as a section: its name, then its blocks one heading level lower. */
function sectionOf(name: string, { text, blocks }: ParsedDocument, keepPages: boolean): BlockDraft[] {
  const body = blocks.map(
    ({ kind, level, startsPart, page, start, end }): BlockDraft => ({
      kind,
      ...(level === undefined ? {} : { level: Math.min(MAXIMUM_LEVEL, level + 1) }),
      ...(startsPart === undefined ? {} : { startsPart }),
      ...(keepPages && page !== null ? { page } : {}),
      text: text.slice(start, end),
    }),
  )
  const page = body[0]?.page
  return [{ kind: 'heading', level: 1, startsPart: true, ...(page === undefined ? {} : { page }), text: name }, ...body]
}

function pagesLeftOut(name: string, { pages, pagesWithoutText }: ParsedDocument): string[] {
  return pagesWithoutText.length === 0 ? [] : [`${name}: ${pagesWithoutText.length} of ${pages} pages hold no text.`]
}

/** One sentence for each reason, with the names. */
function unreadWarnings(unread: readonly { readonly name: string; readonly reason: Unread }[]): string[] {
  return Array.from(
    Map.groupBy(unread, ({ reason }) => reason),
    ([reason, group]) => {
      const names = group.slice(0, NAMES_PER_WARNING).map(({ name }) => name)
      const more = group.length > NAMES_PER_WARNING ? ` and ${group.length - NAMES_PER_WARNING} more` : ''
      return `Not read (${UNREAD[reason]}): ${names.join(', ')}${more}.`
    },
  )
}

function failureOf(reasons: readonly Unread[]): ParseFailure | OcrNeeded {
  if (reasons.length === 0) return new ParseFailure('empty', 'There is no file in it.')
  const reason = reasons.find((each) => each === 'encrypted') ?? reasons.find((each) => each !== 'empty') ?? 'empty'
  if (reason === 'needs_ocr')
    return new OcrNeeded(null, 'All that is in it are images of text; recognise the text first.')
  if (reason === 'encrypted') {
    return new ParseFailure('encrypted', 'What is in it is protected by a password; add a copy without it.')
  }
  return new ParseFailure(reason, `Nothing in it could be read (${UNREAD[reason]}); add the files in it one by one.`)
}
