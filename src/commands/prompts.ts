import { readFile } from 'node:fs/promises'
import pc from 'picocolors'
import { dataOf, everyPage } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { PromptSummary, PromptVersion } from '../contracts/prompts.ts'
import { withClient } from './with-client.ts'

interface Json {
  readonly json: boolean
}

/** Print the versions of the wording, newest first. */
export async function listPromptsCommand(config: Config, { json }: Json): Promise<void> {
  const prompts = await withClient(config, async (client) => {
    const all: PromptSummary[] = []
    for await (const page of everyPage((after) =>
      dataOf(client.GET('/api/admin/prompts', { params: { query: { limit: 100, ...after } } })),
    ))
      all.push(...page.prompts)
    return all
  })
  for (const prompt of prompts) console.log(json ? JSON.stringify(prompt) : lineOf(prompt))
}

/** Print one version: its text, or with `full` all that a model is told. The active one when none is named. */
export async function showPromptCommand(
  config: Config,
  version: number | undefined,
  { full, json }: Json & { readonly full: boolean },
): Promise<void> {
  const prompt = await withClient(config, async (client) => {
    const number =
      version ?? (await dataOf(client.GET('/api/admin/prompts', { params: { query: { limit: 1 } } }))).active
    return dataOf(client.GET('/api/admin/prompts/{version}', { params: { path: { version: number } } }))
  })
  if (json) {
    console.log(JSON.stringify(prompt))
    return
  }
  // Apart, so that the text alone goes into a file.
  console.error(lineOf(prompt))
  console.log(full ? prompt.as_sent : prompt.text)
}

/** Print how a version differs from another one, or from the active one. */
export async function diffPromptsCommand(
  config: Config,
  { version, against, json }: Json & { readonly version: number; readonly against: number | undefined },
): Promise<void> {
  const params = { path: { version }, query: against === undefined ? {} : { against } }
  const diff = await withClient(config, (client) => dataOf(client.GET('/api/admin/prompts/{version}/diff', { params })))
  if (json) console.log(JSON.stringify(diff))
  else if (diff.lines.length === 0) console.log(`Versions ${diff.from} and ${diff.to} say the same.`)
  else for (const line of diff.lines) console.log(colourOf(line))
}

/** Keep the text of a file as a new version, for review. */
export async function addPromptCommand(
  config: Config,
  file: string,
  { note, json }: Json & { readonly note: string },
): Promise<void> {
  const text = await readFile(file, 'utf8')
  const added = await withClient(config, (client) =>
    dataOf(client.POST('/api/admin/prompts', { body: { text, note } })),
  )
  const { version } = tell(added, json, ({ version: number }) => `Version ${number} is a draft.`)
  if (!json) console.error(`Another administrator reads and reviews it: npx footnote prompts review ${version}`)
}

/** Say that a draft was read and may be activated. */
export async function reviewPromptCommand(config: Config, version: number, { json }: Json): Promise<void> {
  const reviewed = await withClient(config, (client) =>
    dataOf(client.POST('/api/admin/prompts/{version}/review', { params: { path: { version } } })),
  )
  tell(
    reviewed,
    json,
    ({ self_reviewed }) =>
      `Version ${version} is reviewed${self_reviewed ? ', by its author: there is no other administrator' : ''}. To use it: npx footnote prompts activate ${version}`,
  )
}

/** Write answers with a version from now on. */
export async function activatePromptCommand(
  config: Config,
  version: number,
  { json, override }: Json & { readonly override?: string | undefined },
): Promise<void> {
  const body = override === undefined ? {} : { override: true, reason: override }
  const active = await withClient(config, (client) =>
    dataOf(client.POST('/api/admin/prompts/{version}/activate', { params: { path: { version } }, body })),
  )
  tell(active, json, () => `Answers are written with version ${version} now. To go back: npx footnote prompts rollback`)
}

/** Go back to what was active before. */
export async function rollBackPromptCommand(config: Config, { json }: Json): Promise<void> {
  const active = await withClient(config, (client) => dataOf(client.POST('/api/admin/prompts/rollback')))
  tell(active, json, ({ version }) => `Answers are written with version ${version} again.`)
}

function tell(prompt: PromptVersion, json: boolean, sentence: (prompt: PromptVersion) => string): PromptVersion {
  console.log(json ? JSON.stringify(prompt) : sentence(prompt))
  return prompt
}

function lineOf(prompt: PromptSummary): string {
  const { version, state, note, created_by, created_at, reviewed_by, self_reviewed } = prompt
  const author = created_by === null ? '' : `  by ${created_by}, ${created_at?.slice(0, 10)}`
  const review = reviewed_by === null ? '' : `, reviewed by ${self_reviewed ? 'the author' : reviewed_by}`
  const name = state === 'active' ? pc.green(state) : state
  return `${pc.bold(String(version))}  ${name}${author}${review}${note === '' ? '' : `  ${note}`}`
}

function colourOf(line: string): string {
  if (line.startsWith('+')) return pc.green(line)
  return line.startsWith('-') ? pc.red(line) : line
}
