import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PERSONAL_DATA_KINDS, type PersonalDataKind } from '../src/contracts/personal-data.ts'
import { findPersonalData } from '../src/ingestion/redact/find-personal-data.ts'
import { dataFolder } from './data-folder.ts'

/**
 * Finds personal data in FOOTNOTE_DATA/security/pii-synth-v2.jsonl and compares it with the labels. A label counts as
 * found when every letter and digit of it is covered; a finding is right when it touches a label of its own kind.
 * Then counts what is found in texts of rules, manuals and articles, where hardly any personal data stands.
 * Run: node bench/redaction.ts [--misses]
 */
interface Labelled {
  readonly text: string
  readonly spans: readonly {
    readonly type: string
    readonly start: number
    readonly end: number
    readonly text: string
  }[]
}

const STRUCTURED = new Set('EMAIL_ADDRESS CREDIT_CARD PHONE_NUMBER IBAN_CODE US_SSN IP_ADDRESS DOMAIN_NAME'.split(' '))
/** The labels that a finding of a kind may touch. */
const LABELS: Readonly<Record<PersonalDataKind, readonly string[]>> = {
  email: ['EMAIL_ADDRESS'],
  phone: ['PHONE_NUMBER'],
  card: ['CREDIT_CARD'],
  iban: ['IBAN_CODE'],
  id: ['US_SSN', 'US_DRIVER_LICENSE'],
  ip: ['IP_ADDRESS'],
  url: ['DOMAIN_NAME'],
}
const CLEAN_LIBRARIES = ['northwind', 'obliqa', 'squad-dev', 'scifact', 'pubmedqa', 'cacm', 'tatqa']
const data = dataFolder()
if (data !== null) {
  const lines = readFileSync(join(data, 'security', 'pii-synth-v2.jsonl'), 'utf8')
    .trim()
    .split('\n')
  const texts = lines.map((line) => JSON.parse(line) as Labelled)
  const all = new Set(PERSONAL_DATA_KINDS)
  console.log(JSON.stringify({ kinds: 'all', ...measure(texts, all, STRUCTURED) }))
  const withoutAddresses = new Set([...STRUCTURED].filter((type) => type !== 'DOMAIN_NAME'))
  const kinds = new Set(PERSONAL_DATA_KINDS.filter((kind) => kind !== 'url'))
  console.log(JSON.stringify({ kinds: 'without web addresses', ...measure(texts, kinds, withoutAddresses) }))
  for (const library of CLEAN_LIBRARIES) {
    const file = join(data, 'retrieval', library, 'corpus.jsonl')
    if (existsSync(file)) console.log(JSON.stringify({ texts: library, ...countIn(file, kinds) }))
  }
}

function countIn(file: string, kinds: ReadonlySet<PersonalDataKind>) {
  const byKind: Partial<Record<PersonalDataKind, number>> = {}
  let words = 0
  let total = 0
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const { text } = JSON.parse(line) as { readonly text: string }
    words += text.split(/\s+/).length
    for (const { kind } of findPersonalData(text, kinds)) {
      byKind[kind] = (byKind[kind] ?? 0) + 1
      total += 1
    }
  }
  return { words, findings_per_1000_words: round((total / words) * 1_000), by_kind: byKind }
}

function measure(texts: readonly Labelled[], kinds: ReadonlySet<PersonalDataKind>, wanted: ReadonlySet<string>) {
  const labels = new Map<string, { found: number; of: number }>()
  let findings = 0
  let right = 0
  const startedAt = performance.now()
  for (const { text, spans } of texts) {
    const found = findPersonalData(text, kinds)
    for (const finding of found) {
      findings += 1
      const hit = spans.some(
        ({ type, start, end }) => LABELS[finding.kind].includes(type) && start < finding.end && finding.start < end,
      )
      if (hit) right += 1
      else if (process.argv.includes('--misses'))
        console.log('WRONG', finding.kind, text.slice(finding.start, finding.end))
    }
    for (const { type, start, end } of spans.filter((span) => wanted.has(span.type))) {
      const count = labels.get(type) ?? { found: 0, of: 0 }
      const rest = Array.from(text.slice(start, end)).filter(
        (character, at) =>
          /[\p{L}\p{N}]/u.test(character) && !found.some((f) => f.start <= start + at && start + at < f.end),
      )
      count.of += 1
      if (rest.length === 0) count.found += 1
      else if (process.argv.includes('--misses'))
        console.log(
          'MISSED',
          type,
          text.slice(start, end),
          '<-',
          text.slice(Math.max(0, start - 40), start).replace(/\n/g, ' '),
        )
      labels.set(type, count)
    }
  }
  const counts = [...labels.values()]
  const recall = counts.reduce((sum, { found }) => sum + found, 0) / counts.reduce((sum, { of }) => sum + of, 0)
  const characters = texts.reduce((sum, { text }) => sum + text.length, 0)
  return {
    recall: round(recall),
    precision: round(right / findings),
    findings,
    by_label: Object.fromEntries(Array.from(labels, ([type, { found, of }]) => [type, `${found}/${of}`])),
    characters_per_second: Math.round(characters / ((performance.now() - startedAt) / 1000)),
  }
}

function round(value: number): number {
  return Number(value.toFixed(3))
}
