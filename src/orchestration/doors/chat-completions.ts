import { z } from 'zod'
import { Filters, Interpret, MAXIMUM_QUERY_LENGTH, MAXIMUM_TOP_K } from '../../contracts/filters.ts'
import { AnswerEnvelope, type Citation, type EarlierTurn, MOST_EARLIER_TURNS } from '../../contracts/orchestration.ts'

/** The name under which other programs know Footnote as a model. */
export const MODEL_NAME = 'footnote'
/** Of an earlier answer only its beginning can be meant; prompts take less than that. */
const MOST_ANSWER_LETTERS = 10_000
/** Footnotes of an earlier answer mean nothing beside other passages. */
const MARKERS = /\s*\[\d+\]/g

const TextPart = z.looseObject({ type: z.literal('text'), text: z.string() })
const Message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).nullish(),
})

/**
 * What clients of OpenAI's chat completions send. Sampling settings, tools and system messages have no meaning here and are
 * taken without effect, for clients send them unasked; `filters`, `top_k` and `interpret` are those of `POST /api/ask`.
 */
export const ChatCompletionInput = z.looseObject({
  model: z.string().optional(),
  messages: z.array(Message).min(1).max(1_000),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  filters: Filters.optional(),
  top_k: z.number().int().min(1).max(MAXIMUM_TOP_K).optional(),
  interpret: Interpret.optional(),
})
export type ChatCompletionInput = z.infer<typeof ChatCompletionInput>

const Annotation = z.object({
  type: z.literal('url_citation'),
  url_citation: z.object({
    start_index: z.number().int(),
    end_index: z.number().int(),
    title: z.string(),
    url: z.string(),
  }),
})
type Annotation = z.infer<typeof Annotation>

const Usage = z.object({
  prompt_tokens: z.number().int(),
  completion_tokens: z.number().int(),
  total_tokens: z.number().int(),
})

/** One answer in the shape of OpenAI's chat completions, its footnotes as annotations, and beside it our own envelope. */
export const ChatCompletion = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.number().int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.literal(0),
      message: z.object({
        role: z.literal('assistant'),
        content: z.string(),
        refusal: z.null(),
        annotations: z.array(Annotation),
      }),
      logprobs: z.null(),
      finish_reason: z.literal('stop'),
    }),
  ),
  usage: Usage,
  footnote: AnswerEnvelope.describe('The same answer as `POST /api/ask` gives it.'),
})
export type ChatCompletion = z.infer<typeof ChatCompletion>

type Messages = ChatCompletionInput['messages']

/** The question that a conversation ends with: the text of its last user message; null when there is none. */
export function questionOf(messages: Messages): string | null {
  const last = messages.findLast(({ role }) => role === 'user')
  return last === undefined ? null : textOf(last)
}

/** The last questions before that one with what was answered, oldest first; such as were too long to be asked are left out. */
export function earlierTurns(messages: Messages): EarlierTurn[] {
  const end = messages.findLastIndex(({ role }) => role === 'user')
  const turns: EarlierTurn[] = []
  for (const message of messages.slice(0, Math.max(end, 0))) {
    const text = textOf(message)?.replaceAll(MARKERS, '')
    if (text === undefined) continue
    const last = turns.at(-1)
    if (message.role === 'user') turns.push({ question: text, answer: '' })
    else if (message.role === 'assistant' && last !== undefined) last.answer = text.slice(0, MOST_ANSWER_LETTERS)
  }
  return turns.filter(({ question }) => question.length <= MAXIMUM_QUERY_LENGTH).slice(-MOST_EARLIER_TURNS)
}

function textOf({ content }: Messages[number]): string | null {
  if (content === undefined || content === null) return null
  if (typeof content === 'string') return content
  const texts = content.flatMap((part) => TextPart.safeParse(part).data?.text ?? [])
  return texts.length === 0 ? null : texts.join('\n')
}

/** Where each footnote stands in the answer, and where its original opens. `origin` is the address that people use. */
export function annotationsOf({ sentences, citations }: AnswerEnvelope, origin: string): Annotation[] {
  const byNumber = new Map(citations.map((citation) => [citation.number, citation]))
  return sentences.flatMap(({ start, end, citations: numbers }) =>
    numbers.flatMap((number) => {
      const citation = byNumber.get(number)
      if (citation === undefined) return []
      const { title } = citation
      const url_citation = { start_index: start, end_index: end, title, url: addressOf(citation, origin) }
      return [{ type: 'url_citation' as const, url_citation }]
    }),
  )
}

/** The original of a citation, opened at its page; whoever follows the link is asked for their own rights. */
export function addressOf(
  { document_id: id, version, page }: Pick<Citation, 'document_id' | 'version' | 'page'>,
  origin: string,
): string {
  return `${origin}/api/documents/${id}/content?version=${version}${page === null ? '' : `#page=${page}`}`
}

/** The usage of an answer under OpenAI's names. */
export function usageOf({ token_usage: { prompt, completion, total } }: AnswerEnvelope): z.infer<typeof Usage> {
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total }
}
