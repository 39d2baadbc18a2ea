import { readFile } from 'node:fs/promises'
import pc from 'picocolors'
import type { Config } from '../config.ts'
import { GoldenQuestion, type IndexGeneration } from '../contracts/index-generations.ts'
import { type IndexClient, withIndex } from './open-index.ts'

interface Json {
  readonly json: boolean
}

export interface ActivateOptions extends Json {
  /** A file with one question a line: {"query": …, "documents": [external ids]}. */
  readonly golden?: string | undefined
  /** Why it is made active although it finds worse. */
  readonly override?: string | undefined
}

/** Print the generations of the index, newest first. */
export async function listIndexCommand(config: Config, { json }: Json): Promise<void> {
  for (const generation of await withIndex(config, (index) => index.list()))
    console.log(json ? JSON.stringify(generation) : linesOf(generation))
}

/** Let searches use a generation. */
export async function activateIndexCommand(config: Config, id: string, options: ActivateOptions): Promise<void> {
  await withIndex(config, (index) => activateCommand(index, id, options))
}

/** Remove a generation that is not used. */
export async function removeIndexCommand(config: Config, id: string, { json }: Json): Promise<void> {
  await withIndex(config, (index) => index.remove(id))
  console.log(json ? JSON.stringify({ removed: id }) : `${id} is removed.`)
}

/** Let searches use a generation of an index that is open already, and say what came of it. */
export async function activateCommand(
  index: IndexClient,
  id: string,
  { golden, override, json }: ActivateOptions,
): Promise<void> {
  const questions = golden === undefined ? {} : { golden: await readGolden(golden) }
  const reason = override === undefined ? {} : { override: true, reason: override }
  try {
    await index.activate({ id, ...questions, ...reason })
  } catch (error) {
    if (override === undefined)
      console.error(
        `It stays beside the active one. To decide otherwise: npx footnote index activate ${id} --override "why"`,
      )
    throw error
  }
  const active = (await index.list()).find((generation) => generation.id === id)
  if (json) console.log(JSON.stringify(active ?? { id }))
  else console.log(`Searches use ${id} now.${active === undefined ? '' : comparisonOf(active)}`)
}

async function readGolden(path: string): Promise<GoldenQuestion[]> {
  const lines = (await readFile(path, 'utf8')).split('\n')
  return lines.flatMap((line, n) => {
    if (line.trim() === '') return []
    const parsed = GoldenQuestion.safeParse(parseJson(line))
    if (parsed.success) return [parsed.data]
    throw new Error(`${path}:${n + 1} does not fit: expected {"query": "…", "documents": ["external id"]}`)
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function linesOf(generation: IndexGeneration): string {
  const { id, state, passages, documents_to_do, created_at, override } = generation
  const name = state === 'active' ? pc.green(state) : state
  const left = documents_to_do === 0 ? '' : `, ${documents_to_do} documents to do`
  const when = created_at.slice(0, 16).replace('T', ' ')
  const why = override === null ? '' : `\n  made active by ${override.by} all the same: ${override.reason}`
  return `${pc.bold(name)}  ${id}\n  ${passages} passages${left}, begun ${when} UTC.${comparisonOf(generation)}${why}`
}

function comparisonOf({ comparison }: IndexGeneration): string {
  if (comparison === null) return ''
  const { questions, overlap_at_5: overlap, golden, reference } = comparison
  const before = reference === 'active' ? 'what was found before' : 'what answers cited before'
  const shadow = overlap === null ? '' : ` On ${questions} questions it finds ${percent(overlap)} of ${before}.`
  if (golden === null) return shadow
  const { hit_at_5: hit, active_hit_at_5: hitBefore } = golden
  return `${shadow} Golden questions: hit@5 ${percent(hit)}${hitBefore === null ? '' : `, before ${percent(hitBefore)}`}.`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
