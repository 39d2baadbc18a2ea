import type { ModelTimeouts } from '../platform/chat-model/model-deadline.ts'
import { MODEL_SENTENCE } from './ask-with-models.ts'
import type { ScriptedReply } from './scripted-openai-server.ts'

/** Something a model server does wrong, and what the person who asked gets. */
export interface ModelFault {
  readonly name: string
  readonly replies: readonly ScriptedReply[]
  /** Where the model is looked for instead of at the scripted server; gets the port of that server. */
  readonly addressOf?: (port: string) => string
  readonly gets:
    | { readonly type: 'quotations'; readonly reason: RegExp }
    | { readonly type: 'answer' }
    | { readonly type: 'problem'; readonly code: string; readonly detail: RegExp; readonly afterText?: boolean }
}

/** Short, so that a test of all faults takes seconds. */
export const FAULT_TIMEOUTS: ModelTimeouts = { firstTokenInMs: 1_500, silenceInMs: 1_000, totalInMs: 4_000 }
/** Every fault is over within this time: both tries of a server, or all three deadlines, and some for a busy machine. */
export const MOST_FAULT_TIME_IN_MS = 10_000

const quotations = (reason: RegExp) => ({ type: 'quotations', reason }) as const
const problem = (code: string, detail: RegExp) => ({ type: 'problem', code, detail }) as const
const status = (code: number, more: { body?: unknown; headers?: Record<string, string> } = {}): ScriptedReply => ({
  type: 'status',
  status: code,
  ...more,
})
const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`
const textEvent = (content: string, more: object = {}) =>
  event({ choices: [{ index: 0, delta: { content }, ...more }] })
const NEVER = new Promise<void>(() => {})
const VIOLENCE = { violence: { filtered: true, severity: 'high' }, hate: { filtered: false, severity: 'safe' } }

export const MODEL_FAULTS: readonly ModelFault[] = [
  {
    name: 'refuses the connection',
    replies: [],
    addressOf: () => 'http://127.0.0.1:2/v1',
    gets: quotations(/nothing listens at its address/),
  },
  {
    name: 'has a name that nobody knows',
    replies: [],
    addressOf: () => 'http://model.invalid/v1',
    gets: quotations(/name of its server is not known/),
  },
  {
    name: 'does not speak TLS',
    replies: [],
    addressOf: (port) => `https://127.0.0.1:${port}/v1`,
    gets: quotations(/does not speak TLS/),
  },
  {
    name: 'stalls before its headers',
    replies: [{ type: 'answer', deltas: [], after: NEVER }],
    gets: quotations(/did not begin to answer/),
  },
  {
    name: 'stalls before the first token',
    replies: [{ type: 'stall', deltas: [] }],
    gets: quotations(/did not begin/),
  },
  {
    name: 'stalls after the first token',
    replies: [{ type: 'stall', deltas: ['The annual '] }],
    gets: quotations(/fell silent/),
  },
  {
    name: 'stalls after a sentence was shown',
    replies: [{ type: 'stall', deltas: [MODEL_SENTENCE, 'And '] }],
    gets: { ...problem('model-unavailable', /fell silent/), afterText: true },
  },
  { name: 'cuts the stream', replies: [{ type: 'cut', deltas: ['The annual '] }], gets: quotations(/broke off/) },
  {
    name: 'cuts the stream after a sentence was shown',
    replies: [{ type: 'cut', deltas: [MODEL_SENTENCE, 'And '] }],
    gets: { ...problem('model-unavailable', /broke off/), afterText: true },
  },
  { name: 'ends without an end', replies: [{ type: 'unfinished', deltas: ['The '] }], gets: quotations(/broke off/) },
  {
    name: 'sends rubbish bytes',
    replies: [{ type: 'rubbish', body: Uint8Array.from({ length: 5_000 }, (_, index) => (index * 251) % 256) }],
    gets: quotations(/broke off or sent something unreadable|broke off before/),
  },
  {
    name: 'sends events that are not JSON',
    replies: [{ type: 'rubbish', body: 'data: {"choices": [\n\n' }],
    gets: quotations(/unreadable/),
  },
  {
    name: 'sends a page of a proxy',
    replies: [{ type: 'rubbish', body: '<html>Sign in</html>', contentType: 'text/html' }],
    gets: quotations(/broke off|unreadable/),
  },
  {
    name: 'sends JSON instead of a stream',
    replies: [{ type: 'rubbish', body: event({ choices: [] }).slice(6), contentType: 'application/json' }],
    gets: quotations(/broke off|unreadable/),
  },
  {
    name: 'sends an error in the stream',
    replies: [{ type: 'rubbish', body: textEvent('The ') + event({ error: { message: 'CUDA out of memory' } }) }],
    gets: quotations(/broke off or sent something unreadable/),
  },
  { name: 'refuses the key', replies: [status(401)], gets: quotations(/refused the key/) },
  { name: 'does not know the model', replies: [status(404)], gets: quotations(/does not exist at its server/) },
  {
    name: 'is busy for long',
    replies: [status(429, { headers: { 'retry-after': '60' } })],
    gets: quotations(/is busy/),
  },
  { name: 'is busy and does not say for how long', replies: [status(429), status(429)], gets: quotations(/is busy/) },
  {
    name: 'is busy for a moment',
    replies: [status(429, { headers: { 'retry-after-ms': '20' } }), { type: 'answer', deltas: [MODEL_SENTENCE] }],
    gets: { type: 'answer' },
  },
  { name: 'fails', replies: [status(500), status(500)], gets: quotations(/status 500/) },
  { name: 'is restarting', replies: [status(503), status(503)], gets: quotations(/status 503/) },
  {
    name: 'sends the question on to another server',
    replies: [status(307, { headers: { location: 'http://127.0.0.1:2/v1/chat/completions' } })],
    gets: quotations(/status 307/),
  },
  { name: 'says nothing', replies: [{ type: 'answer', deltas: [] }], gets: quotations(/empty answer/) },
  {
    name: 'thinks and then says nothing',
    replies: [{ type: 'answer', deltas: ['<think>Hm.'], finish: 'length' }],
    gets: quotations(/empty answer/),
  },
  {
    name: 'never stops talking',
    replies: [{ type: 'endless', event: textEvent(MODEL_SENTENCE) }],
    gets: { type: 'answer' },
  },
  {
    name: 'only sends signs of life',
    replies: [{ type: 'endless', event: ': ping\n\n' }],
    gets: quotations(/did not begin/),
  },
  {
    name: 'sends events without text for ever',
    replies: [{ type: 'endless', event: event({ choices: [] }) }],
    gets: quotations(/did not finish/),
  },
  {
    name: 'sends a huge event',
    replies: [{ type: 'rubbish', body: textEvent('x'.repeat(6_000_000)) }],
    gets: quotations(/broke off|unreadable/),
  },
  {
    name: 'has a smaller window than configured',
    replies: [status(400, { body: { error: { code: 'context_length_exceeded', message: 'too long' } } })],
    gets: quotations(/smaller context window/),
  },
  {
    name: 'refuses the prompt as harmful',
    replies: [
      status(400, {
        body: {
          error: { code: 'content_filter', message: 'filtered', innererror: { content_filter_result: VIOLENCE } },
        },
      }),
    ],
    gets: problem('content-refused', /refused this question .*\(violence\).*search the documents/),
  },
  {
    name: 'refuses the prompt in the stream',
    replies: [
      {
        type: 'rubbish',
        body: event({ choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: VIOLENCE }] }),
      },
    ],
    gets: problem('content-refused', /refused this question .*\(violence\)/),
  },
  {
    name: 'stops its answer as harmful',
    replies: [
      {
        type: 'rubbish',
        body:
          textEvent(MODEL_SENTENCE) +
          textEvent('And ') +
          textEvent('', { finish_reason: 'content_filter', content_filter_results: VIOLENCE }),
      },
    ],
    gets: { ...problem('content-refused', /stopped its answer \(violence\)/), afterText: true },
  },
]
