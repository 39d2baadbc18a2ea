import { readFile, writeFile } from 'node:fs/promises'
import pc from 'picocolors'
import { z } from 'zod'
import { dataOf, everyPage } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import {
  type GoldenCase,
  type GoldenGenerate,
  type GoldenImported,
  GoldenInput,
  type GoldenList,
  MOST_IMPORTED,
} from '../contracts/golden-cases.ts'
import type { ApiClient } from './api-client.ts'
import { withClient } from './with-client.ts'

interface Json {
  readonly json: boolean
}

/** Print the golden questions, newest first. */
export async function listGoldenCommand(
  config: Config,
  { state, json }: Json & { readonly state: GoldenList['state'] },
): Promise<void> {
  const cases = await withClient(config, (client) => casesOf(client, state))
  for (const each of cases) console.log(json ? JSON.stringify(each) : linesOf(each))
  const proposed = cases.filter((each) => each.state === 'proposed').length
  if (!json && proposed > 0)
    console.error(`${proposed} wait for review: npx footnote golden accept <id>, or refuse <id>.`)
  if (!json && cases.length === 0)
    console.error('There is none yet. Let some be proposed: npx footnote golden generate')
}

/** Write the accepted golden questions into a file, a line of JSON each. */
export async function exportGoldenCommand(config: Config, file: string, { json }: Json): Promise<void> {
  const cases = await withClient(config, (client) => casesOf(client, 'accepted'))
  await writeFile(file, cases.map((each) => `${JSON.stringify(inputOf(each))}\n`).join(''))
  console.log(json ? JSON.stringify({ file, cases: cases.length }) : `${cases.length} questions are in ${file}.`)
}

/** Take golden questions from a file. Returns the exit code: 1 when some lines were left out. */
export async function importGoldenCommand(config: Config, file: string, { json }: Json): Promise<number> {
  const cases = await readGoldenFile(file)
  const done: GoldenImported = { created: 0, replaced: 0, refused: [] }
  await withClient(config, async (client) => {
    for (let start = 0; start < cases.length; start += MOST_IMPORTED) {
      const part = cases.slice(start, start + MOST_IMPORTED)
      const body = { cases: part.map(({ input }) => input) }
      const { created, replaced, refused } = await dataOf(client.POST('/api/evaluation/cases/import', { body }))
      done.created += created
      done.replaced += replaced
      // Numbers of the file, not of the part.
      for (const { line, reason } of refused) done.refused.push({ line: part[line - 1]?.line ?? line, reason })
    }
  })
  if (json) console.log(JSON.stringify(done))
  else {
    console.log(`${done.created} questions are new, ${done.replaced} were replaced.`)
    for (const { line, reason } of done.refused) console.error(`${file}:${line} was left out: ${reason}`)
  }
  return done.refused.length === 0 ? 0 : 1
}

/** Let questions be proposed from the documents. */
export async function generateGoldenCommand(config: Config, { json, ...input }: Json & GoldenGenerate): Promise<void> {
  const made = await withClient(config, (client) =>
    dataOf(client.POST('/api/evaluation/cases/generate', { body: input })),
  )
  if (json) console.log(JSON.stringify(made))
  else
    console.log(
      `${made.proposed} questions were written by ${made.by === 'model' ? 'the model' : 'rules'}. Review them: npx footnote golden list --state proposed`,
    )
}

/** Accept or refuse golden questions, one after the other. */
export async function decideGoldenCommand(
  config: Config,
  ids: readonly string[],
  { json, decision }: Json & { readonly decision: 'accept' | 'refuse' },
): Promise<void> {
  await withClient(config, async (client) => {
    for (const id of ids) {
      const params = { path: { id } }
      const decided = await dataOf(
        decision === 'accept'
          ? client.POST('/api/evaluation/cases/{id}/accept', { params })
          : client.POST('/api/evaluation/cases/{id}/refuse', { params }),
      )
      console.log(json ? JSON.stringify(decided) : linesOf(decided))
    }
  })
}

/** Remove a golden question. */
export async function removeGoldenCommand(config: Config, id: string, { json }: Json): Promise<void> {
  await withClient(config, (client) => client.DELETE('/api/evaluation/cases/{id}', { params: { path: { id } } }))
  console.log(json ? JSON.stringify({ removed: id }) : `${id} is removed.`)
}

async function casesOf(client: ApiClient, state: GoldenList['state']): Promise<GoldenCase[]> {
  const all: GoldenCase[] = []
  const chosen = state === undefined ? {} : { state }
  for await (const page of everyPage((after) =>
    dataOf(client.GET('/api/evaluation/cases', { params: { query: { limit: 200, ...chosen, ...after } } })),
  ))
    all.push(...page.cases)
  return all
}

async function readGoldenFile(file: string): Promise<{ readonly line: number; readonly input: GoldenInput }[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((text, n) => {
    if (text.trim() === '') return []
    const parsed = GoldenInput.safeParse(parseJson(text))
    if (parsed.success) return [{ line: n + 1, input: parsed.data }]
    throw new Error(`${file}:${n + 1} does not fit: ${z.prettifyError(parsed.error)}`)
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** As a file has it: documents by what their source calls them, so that it fits another installation too. */
function inputOf({ question, truth, evidence }: GoldenCase): GoldenInput {
  return {
    question,
    truth,
    evidence: evidence.map(({ title, source, external_id, text_hash, quote }) => {
      const name = { title, source, external_id }
      return text_hash === null ? name : { ...name, text_hash, ...(quote === null ? {} : { quote }) }
    }),
  }
}

function linesOf({ id, question, truth, evidence, state, stale, origin }: GoldenCase): string {
  const name = state === 'accepted' ? pc.green(state) : state
  const rests = evidence.map(({ title, quote }) => `\n  in ${title}${quote === null ? '' : `: ${short(quote)}`}`)
  const declined = truth.length === 0 && evidence.length === 0 ? '\n  has to be declined' : ''
  const warning = stale ? `\n  ${pc.yellow('stale: the document no longer says it in these words')}` : ''
  return `${id}  ${name}, by ${origin}\n  ${pc.bold(question)}${truth.map((one) => `\n  = ${short(one)}`).join('')}${rests.join('')}${declined}${warning}`
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 100 ? `${line.slice(0, 99)}…` : line
}
