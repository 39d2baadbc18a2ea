import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import type { Judgements } from './scorers.ts'

const SetDocument = z.object({ id: z.string(), title: z.string().default(''), text: z.string() })
/** A document of a set. The id is the set's own and may hold any character. */
export type SetDocument = z.infer<typeof SetDocument>

const SetQuery = z.object({ id: z.string(), text: z.string() })
const SetAnswers = z.object({ id: z.string(), answers: z.array(z.string()) })

export interface SetQuestion {
  readonly id: string
  readonly text: string
  readonly judgements: Judgements
  /** Right answers, any of which will do; absent when the set names none. */
  readonly answers?: readonly string[]
}

/** A question set: documents, questions, and which documents answer which question. */
export interface QuestionSet {
  readonly name: string
  readonly documents: readonly SetDocument[]
  /** The questions that have at least one right document in the set. */
  readonly questions: readonly SetQuestion[]
  /** Questions that the documents do not answer. */
  readonly unanswerable: readonly Pick<SetQuestion, 'id' | 'text'>[]
}

/**
 * Read a set from a folder with `corpus.jsonl` {id, title, text}, `queries.jsonl` {id, text} and `qrels.tsv`
 * (one heading line, then query id, document id, score above 0); `answers.jsonl` {id, answers} and `unanswerable.jsonl`
 * {id, text} may be there. Throws an error that names the file and line that does not fit.
 */
export async function loadSet(folder: string): Promise<QuestionSet> {
  const [documents, queries, judgements, answers, unanswerable] = await Promise.all([
    readLines(join(folder, 'corpus.jsonl'), SetDocument),
    readLines(join(folder, 'queries.jsonl'), SetQuery),
    readJudgements(join(folder, 'qrels.tsv')),
    readOptional(join(folder, 'answers.jsonl'), SetAnswers),
    readOptional(join(folder, 'unanswerable.jsonl'), SetQuery),
  ])
  const answersOf = new Map(answers.map(({ id, answers }) => [id, answers]))
  const known = new Set(documents.map((document) => document.id))
  const questions = queries.flatMap(({ id, text }) => {
    const right = [...(judgements.get(id) ?? [])].filter(([documentId, score]) => score > 0 && known.has(documentId))
    const answers = answersOf.get(id)
    const question = { id, text, judgements: new Map(right), ...(answers === undefined ? {} : { answers }) }
    return right.length === 0 ? [] : [question]
  })
  return { name: basename(resolve(folder)), documents, questions, unanswerable }
}

async function readOptional<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>[]> {
  return existsSync(path) ? readLines(path, schema) : []
}

async function readLines<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>[]> {
  const lines = (await readFile(path, 'utf8')).split('\n')
  return lines.flatMap((line, n) => {
    if (line.trim() === '') return []
    const parsed = schema.safeParse(parseJson(line))
    if (!parsed.success) throw new Error(`${path}:${n + 1} does not fit: ${z.prettifyError(parsed.error)}`)
    return [parsed.data]
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

async function readJudgements(path: string): Promise<Map<string, Map<string, number>>> {
  const judgements = new Map<string, Map<string, number>>()
  const lines = (await readFile(path, 'utf8')).split('\n')
  lines.forEach((line, n) => {
    if (n === 0 || line.trim() === '') return
    const [queryId, documentId, score] = line.replace(/\r$/, '').split('\t')
    if (queryId === undefined || documentId === undefined || !Number.isFinite(Number(score ?? 'none'))) {
      throw new Error(`${path}:${n + 1} does not fit: expected query id, document id and score, divided by tabs`)
    }
    const ofQuery = judgements.get(queryId) ?? new Map<string, number>()
    judgements.set(queryId, ofQuery.set(documentId, Number(score)))
  })
  return judgements
}
