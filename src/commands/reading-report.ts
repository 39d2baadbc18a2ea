import pc from 'picocolors'
import { describePagesWithoutText, pageWord } from '../ingestion/pages-without-text.ts'
import { parseStatus } from '../ingestion/parse-status.ts'
import type { Block, ParseOutcome } from '../ingestion/parsed-document.ts'
import type { Reading } from './parse.ts'
import { plainLine } from './plain-line.ts'

/** Longer outlines hide the next file. */
const SHOWN_HEADINGS = 30
const SHOWN_LENGTH = 100

type TextOutcome = Extract<ParseOutcome, { type: 'text' }>

/** What was read of a file, for people: one line of facts, its outline, what to know about it. */
export function describeReading({ file, outcome, ms }: Reading): string {
  const status = parseStatus(outcome)
  const colour = status === 'ok' ? pc.green : status === 'needs_ocr' ? pc.yellow : pc.red
  const head = `${colour(status.padEnd(11))} ${pc.bold(plainLine(file, SHOWN_LENGTH))}`
  if (outcome.type !== 'text') return `${head}  ${pc.dim(`${outcome.mediaType}, ${ms} ms`)}\n  ${outcome.detail}`
  const lines = [`${head}  ${pc.dim(factsOf(outcome, ms))}`]
  if (outcome.title !== null) lines.push(`  ${plainLine(outcome.title, SHOWN_LENGTH)}`)
  lines.push(...outlineOf(outcome))
  for (const warning of remarksOf(outcome)) lines.push(`  ${pc.yellow(`! ${plainLine(warning, SHOWN_LENGTH)}`)}`)
  return lines.join('\n')
}

function factsOf({ mediaType, pages, blocks, text, chunks, language }: TextOutcome, ms: number): string {
  const tables = blocks.filter(({ kind }) => kind === 'table').length
  return [
    mediaType,
    ...(pages === null ? [] : [counted(pages, pageWord(mediaType))]),
    ...(tables === 0 ? [] : [counted(tables, 'table')]),
    counted(text.length, 'character'),
    counted(chunks.length, 'passage'),
    ...(language === null ? [] : [language]),
    `${ms} ms`,
  ].join(', ')
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}

function outlineOf({ text, blocks }: TextOutcome): string[] {
  const headings = blocks.filter(({ kind }) => kind === 'heading')
  const lines = headings.slice(0, SHOWN_HEADINGS).map((heading) => outlineLine(text, heading))
  const left = headings.length - lines.length
  return left > 0 ? [...lines, pc.dim(`    … ${left} more headings`)] : lines
}

function outlineLine(text: string, { level = 1, page, start, end }: Block): string {
  const place = page === null ? '' : pc.dim(`  p. ${page}`)
  return `${'  '.repeat(level + 1)}${plainLine(text.slice(start, end), SHOWN_LENGTH)}${place}`
}

function remarksOf(outcome: TextOutcome): readonly string[] {
  const pages = describePagesWithoutText(outcome)
  return pages === null ? outcome.warnings : [`${pages}.`, ...outcome.warnings]
}
