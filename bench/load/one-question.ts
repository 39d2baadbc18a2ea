import { once } from 'node:events'
import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http'

export interface Asked {
  readonly url: string
  readonly agent: Agent
  readonly token: string
  readonly question: string
  readonly signal: AbortSignal
}

/** What became of a question; times in milliseconds since 1970, 0 for what never came. */
export interface Outcome {
  /** `refused` is a 429 or 503 before the first part: it may be asked again; everything else that is no answer is an error. */
  readonly type: 'answered' | 'refused' | 'error'
  readonly status: number
  readonly sentAt: number
  readonly firstPartAt: number
  readonly firstTextAt: number
  readonly endedAt: number
  /** Why it is an error, else ''. */
  readonly detail: string
}

/** Ask one question and read the answer as a stream of events until it ends. Never throws. */
export async function askOneQuestion(asked: Asked): Promise<Outcome> {
  const sentAt = now()
  try {
    const response = await send(asked)
    const status = response.statusCode ?? 0
    if (status !== 200) {
      const detail = await readAll(response)
      const type = status === 429 || status === 503 ? 'refused' : 'error'
      return { type, status, sentAt, firstPartAt: 0, firstTextAt: 0, endedAt: now(), detail: detail.slice(0, 200) }
    }
    return { ...(await readEvents(response)), status, sentAt }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { type: 'error', status: 0, sentAt, firstPartAt: 0, firstTextAt: 0, endedAt: now(), detail }
  }
}

export function now(): number {
  return performance.timeOrigin + performance.now()
}

async function send({ url, agent, token, question, signal }: Asked): Promise<IncomingMessage> {
  const body = JSON.stringify({ query: question })
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'text/event-stream',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }
  const request = httpRequest(`${url}/api/ask`, { method: 'POST', agent, headers, signal })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return response
}

/** Only names of events are looked for: reading more would take processor time from the server. */
async function readEvents(response: IncomingMessage): Promise<Omit<Outcome, 'status' | 'sentAt'>> {
  let [text, firstPartAt, firstTextAt] = ['', 0, 0]
  response.setEncoding('utf8')
  for await (const chunk of response) {
    text += chunk
    if (firstPartAt === 0) firstPartAt = now()
    if (firstTextAt === 0 && text.includes('event: text-delta')) firstTextAt = now()
  }
  const times = { firstPartAt, firstTextAt, endedAt: now() }
  const [, failure] = /event: error\ndata: (.*)/.exec(text) ?? []
  if (failure !== undefined) return { ...times, type: 'error', detail: failure.slice(0, 200) }
  if (!text.includes('event: answer-end')) return { ...times, type: 'error', detail: 'the stream broke off' }
  return { ...times, type: 'answered', detail: text.includes('"mode":"model"') ? '' : 'without the model' }
}

async function readAll(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8')
  let text = ''
  for await (const chunk of response) text += chunk
  return text
}
