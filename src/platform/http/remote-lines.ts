import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { toProblem } from './problem-replies.ts'
import { brokenOff, problemFrom, type RemoteProblem } from './remote-problem.ts'
import { streamParts } from './stream-parts.ts'

/** One line of a stream between processes: a part, or the error that ended it. */
const Line = z.union([z.object({ part: z.unknown() }), z.object({ problem: z.unknown() })])

/** Reply with one line of JSON per part. Waits for slow readers; an error after the first part becomes the last line. */
export function sendLines(reply: FastifyReply, parts: AsyncIterable<unknown>, signal: AbortSignal): Promise<void> {
  return streamParts(reply, parts, {
    signal,
    headers: { 'content-type': 'application/x-ndjson' },
    textOf: (part) => `${JSON.stringify({ part })}\n`,
    lastWords: (error) => `${JSON.stringify({ problem: remoteProblemOf(error) })}\n`,
  })
}

/** Read the parts of such a reply. Throws the error the other side met, and `service-unavailable` when it breaks off. */
export async function* readLines(service: string, response: Response, signal: AbortSignal): AsyncGenerator {
  let rest = ''
  for await (const text of textsOf(service, response, signal)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield partOf(service, line)
  }
  if (rest !== '') throw brokenOff(service)
}

async function* textsOf(service: string, { body }: Response, signal: AbortSignal): AsyncGenerator<string> {
  if (body === null) return
  const decoder = new TextDecoder()
  try {
    for await (const chunk of body) yield decoder.decode(chunk, { stream: true })
  } catch (cause) {
    signal.throwIfAborted()
    throw brokenOff(service, cause)
  }
}

function partOf(service: string, line: string): unknown {
  const parsed = Line.safeParse(parseJson(line))
  if (!parsed.success) throw brokenOff(service, parsed.error)
  if ('problem' in parsed.data) throw problemFrom(service, parsed.data.problem)
  return parsed.data.part
}

/** The parsed text, or null when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function remoteProblemOf(error: unknown): RemoteProblem {
  const { code, message, retryAfterInSeconds } = toProblem(error)
  return { code, detail: message, retry_after_in_seconds: retryAfterInSeconds }
}
