import pc from 'picocolors'
import type { FoundFile } from './find-files.ts'
import type { IngestResult } from './ingest-result.ts'
import { plainLine } from './plain-line.ts'
import { typeInWords } from './type-in-words.ts'

/** Above this a line for every file hides the few that matter: files with the same fate stand together. */
const MOST_FILES_ONE_BY_ONE = 50
const LONGEST_NAME_COLUMN = 56

/** A result with the path as the user wrote it, and everything there is to say about it. */
interface Line {
  readonly name: string
  readonly result: IngestResult
  readonly remarks: readonly string[]
}

/** What became of the files, for people: a table, then the totals. With many files only what needs attention is named. */
export function describeIngest(results: readonly IngestResult[], files: readonly FoundFile[]): string[] {
  const order = new Map(files.map(({ path, given }, at) => [path, { at, given }]))
  const lines = results
    .map((result): Line => {
      const name = plainLine(order.get(result.file)?.given ?? result.file)
      return { name, result, remarks: remarksOn(result) }
    })
    .toSorted((a, b) => (order.get(a.result.file)?.at ?? 0) - (order.get(b.result.file)?.at ?? 0))
  const table = lines.length > MOST_FILES_ONE_BY_ONE ? grouped(lines) : oneByOne(lines)
  return [...table, ...totalsOf(results)]
}

function oneByOne(lines: readonly Line[]): string[] {
  const names = Math.min(LONGEST_NAME_COLUMN, Math.max(...lines.map(({ name }) => name.length)))
  const states = Math.max(...lines.map(({ result }) => fateOf(result).length))
  const row = (name: string, state: string, pages: string, passages: string, type: string) =>
    `${name.padEnd(names)}  ${state.padEnd(states)}  ${pages.padStart(5)}  ${passages.padStart(8)}  ${type}`.trimEnd()
  return [
    pc.dim(row('file', 'state', 'pages', 'passages', 'read as')),
    ...lines.flatMap(({ name, result, remarks }) => {
      const { pages, passages, media_type } = result
      const line = row(name, fateOf(result), String(pages ?? '-'), String(passages ?? '-'), typeInWords(media_type))
      return [colourOf(result)(line), ...remarks.map((remark) => `  ${mark(result)} ${remark}`)]
    }),
    '',
  ]
}

/** Files with the same fate for the same reason under one heading; those that are fine only count. */
function grouped(lines: readonly Line[]): string[] {
  const worthSaying = lines.filter(({ result, remarks }) => result.state !== 'ready' || remarks.length > 0)
  const groups = Map.groupBy(worthSaying, ({ result, remarks }) => [fateOf(result), ...remarks].join('\n'))
  return Array.from(groups.values()).flatMap(groupLines)
}

function groupLines(group: readonly Line[]): string[] {
  const [first] = group
  if (first === undefined) return []
  const { result, remarks } = first
  const heading = colourOf(result)(`${fateOf(result)}: ${counted(group.length, 'file')}`)
  const reasons = remarks.map((remark) => `  ${mark(result)} ${remark}`)
  return [heading, ...reasons, ...group.map(({ name }) => `    ${name}`), '']
}

/** The state in words, with the reason where something failed. */
function fateOf({ state, reason }: IngestResult): string {
  const words = state.replace('_', ' ')
  return reason === null ? words : `${words}: ${reason}`
}

function colourOf({ state }: IngestResult): (text: string) => string {
  if (state === 'ready') return pc.green
  return state === 'queued' || state === 'needs_ocr' ? pc.yellow : pc.red
}

function mark({ state }: IngestResult): string {
  return state === 'ready' ? pc.yellow('!') : pc.red('>')
}

function remarksOn({ state, detail, findings }: IngestResult): readonly string[] {
  const remarks = detail === null ? [] : [plainLine(detail)]
  if (state !== 'ready' || findings === null) return remarks
  const suspicious = findings.suspicious_passages ?? 0
  if (suspicious > 0)
    remarks.push(
      `${counted(suspicious, 'passage')} of it ${suspicious === 1 ? 'talks' : 'talk'} to a language model instead of to a reader; look at it before you rely on it.`,
    )
  return remarks
}

function totalsOf(results: readonly IngestResult[]): string[] {
  const ready = results.filter(({ state }) => state === 'ready')
  const unseen = results.filter(({ state }) => state === 'queued').length
  const others = results.length - ready.length - unseen
  const sum = (part: 'pages' | 'passages') => ready.reduce((total, result) => total + (result[part] ?? 0), 0)
  const amount = `${counted(sum('pages'), 'page')}, ${counted(sum('passages'), 'passage')}`
  return [
    pc.bold(`${counted(results.length, 'file')}: ${ready.length.toLocaleString('en')} ready (${amount})`),
    ...(unseen === 0
      ? []
      : [
          pc.yellow(
            `${counted(unseen, 'file')} added for others: you are not on the access list, so only they see how it comes on`,
          ),
        ]),
    ...(others === 0 ? [] : [pc.red(`${counted(others, 'file')} not searchable`)]),
  ]
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
