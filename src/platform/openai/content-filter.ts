import { APIError } from 'openai'
import { z } from 'zod'
import { type ProblemError, problem } from '../../contracts/errors.ts'

const Verdicts = z.record(z.string(), z.looseObject({ filtered: z.boolean().optional() }).catch({}))
const PromptVerdicts = z.array(z.object({ content_filter_results: Verdicts.optional().catch(undefined) })).catch([])
const Refusal = z.object({ innererror: z.object({ content_filter_result: Verdicts }).optional().catch(undefined) })

/** What the filter calls its categories, in words; a category it may add one day is not repeated. */
const CATEGORIES: Readonly<Record<string, string>> = {
  hate: 'hate',
  sexual: 'sexual content',
  violence: 'violence',
  self_harm: 'self-harm',
  jailbreak: 'orders to the model',
  indirect_attack: 'orders to the model in a document',
  protected_material_text: 'protected text',
  protected_material_code: 'protected code',
  profanity: 'profanity',
}

/** The problem for a prompt that the content filter of Azure OpenAI refused with an error, or null for any other error. */
export function refusedPrompt(error: unknown): ProblemError | null {
  if (!(error instanceof APIError) || error.code !== 'content_filter') return null
  const refusal = Refusal.safeParse(error.error).data
  return promptProblem(refusal?.innererror?.content_filter_result)
}

/** The problem for verdicts on the prompt that come with a reply (`prompt_filter_results`), or null when it may pass. */
export function refusedByVerdicts(promptFilterResults: unknown): ProblemError | null {
  if (promptFilterResults === undefined) return null
  const verdicts = PromptVerdicts.parse(promptFilterResults).map(({ content_filter_results }) => content_filter_results)
  const refused = verdicts.find((verdict) => filteredIn(verdict).length > 0)
  return refused === undefined ? null : promptProblem(refused)
}

/** The problem for an answer that the content filter stopped; the verdicts that came with it say why. */
export function stoppedAnswer(contentFilterResults: unknown): ProblemError {
  const about = inWords(Verdicts.safeParse(contentFilterResults).data)
  return problem(
    'content-refused',
    `The content filter of the language model stopped its answer${about}; put the question differently, or search the documents instead.`,
  )
}

function promptProblem(verdicts: z.infer<typeof Verdicts> | undefined): ProblemError {
  return problem(
    'content-refused',
    `The content filter of the language model refused this question with the passages found for it${inWords(verdicts)}; put the question differently, or search the documents instead.`,
  )
}

function inWords(verdicts: z.infer<typeof Verdicts> | undefined): string {
  const names = filteredIn(verdicts).flatMap((name) => CATEGORIES[name] ?? [])
  return names.length === 0 ? '' : ` (${names.join(', ')})`
}

function filteredIn(verdicts: z.infer<typeof Verdicts> | undefined): readonly string[] {
  return Object.entries(verdicts ?? {}).flatMap(([name, { filtered }]) => (filtered === true ? [name] : []))
}
