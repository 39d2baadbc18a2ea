import pc from 'picocolors'
import type { Config } from '../config.ts'
import { STREAM_CHECK } from '../contracts/stream-check.ts'
import { withClient } from './with-client.ts'

/** An event may come so much later than its pace before it counts as held back. */
const TOLERANCE_IN_MS = 300

export interface StreamFindings {
  readonly events: number
  readonly first_byte_ms: number
  /** From one event to the next. */
  readonly longest_gap_ms: number
  readonly verdict: 'arrives as sent' | 'held back' | 'cut short'
}

/** Measure how events of the server arrive here, and say what to do when something on the way holds them back. Returns the exit code. */
export async function checkStreamCommand(config: Config, { json }: { readonly json: boolean }): Promise<number> {
  const findings = await withClient(config, async (client) => {
    const startedAt = performance.now()
    const response = await client.open('/api/stream-check')
    return judgeStream(await readPieces(response, startedAt))
  })
  const isFine = findings.verdict === 'arrives as sent'
  if (json) console.log(JSON.stringify(findings))
  else printFindings(findings)
  return isFine ? 0 : 1
}

/** Bytes of a reply and when they came, in milliseconds since it was asked for. */
export interface Piece {
  readonly bytes: Uint8Array
  readonly at: number
}

async function readPieces(response: Response, startedAt: number): Promise<Piece[]> {
  const pieces: Piece[] = []
  for await (const bytes of response.body ?? []) pieces.push({ bytes, at: performance.now() - startedAt })
  return pieces
}

/** What the pieces of a reply tell of the way that they came. */
export function judgeStream(pieces: readonly Piece[]): StreamFindings {
  const arrivals: number[] = []
  const decoder = new TextDecoder()
  let rest = ''
  for (const { bytes, at } of pieces) {
    rest += decoder.decode(bytes, { stream: true })
    const events = rest.split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) if (event.startsWith('event: tick')) arrivals.push(at)
  }
  const gaps = arrivals.slice(1).map((at, before) => at - (arrivals[before] ?? at))
  const round = (value: number) => Math.round(value)
  return {
    events: arrivals.length,
    first_byte_ms: round(pieces[0]?.at ?? 0),
    longest_gap_ms: round(Math.max(0, ...gaps)),
    verdict: verdictOn(arrivals, gaps),
  }
}

function verdictOn(arrivals: readonly number[], gaps: readonly number[]): StreamFindings['verdict'] {
  if (arrivals.length < STREAM_CHECK.events) return 'cut short'
  const late = Math.max(...gaps) > STREAM_CHECK.intervalInMs + TOLERANCE_IN_MS
  // Together: the last came right after the first, though two seconds lay between them when they were sent.
  const together = gaps.reduce((sum, gap) => sum + gap, 0) < (STREAM_CHECK.intervalInMs * gaps.length) / 2
  return late || together ? 'held back' : 'arrives as sent'
}

const ADVICE = {
  'arrives as sent': 'Streams arrive as they are sent.',
  'held back':
    'Something between here and Footnote collects what it should pass on: turn off buffering and compression for ' +
    'text/event-stream in the proxy (nginx: proxy_buffering off; API Management: buffer-response="false").',
  'cut short':
    'Something between here and Footnote ends connections early: raise its time limits for responses, or look at its log.',
} as const

function printFindings({ verdict, events, first_byte_ms, longest_gap_ms }: StreamFindings): void {
  const mark = verdict === 'arrives as sent' ? pc.green('ok  ') : pc.red('no  ')
  const pace = `sent ${STREAM_CHECK.intervalInMs} ms apart`
  console.log(`${mark} ${verdict}: ${events} of ${STREAM_CHECK.events} events, ${pace}`)
  console.log(pc.dim(`     first byte after ${first_byte_ms} ms, longest gap ${longest_gap_ms} ms`))
  console.log(`     ${ADVICE[verdict]}`)
}
