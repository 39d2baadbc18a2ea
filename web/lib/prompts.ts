import { dataOf } from '../../src/client/footnote-client.ts'
import type { PromptDiff, PromptVersion } from '../../src/contracts/prompts.ts'
import { client } from './client.ts'

/** One version of the wording, alone and as a model gets it. */
export function readPrompt(version: number, signal: AbortSignal): Promise<PromptVersion> {
  return dataOf(client.GET('/api/admin/prompts/{version}', { params: { path: { version } }, signal }))
}

/** How a version differs from the active one. */
export function readPromptDiff(version: number, signal: AbortSignal): Promise<PromptDiff> {
  return dataOf(client.GET('/api/admin/prompts/{version}/diff', { params: { path: { version } }, signal }))
}
