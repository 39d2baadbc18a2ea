import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Where a request stands in a trace (W3C Trace Context): the trace it belongs to and this process's own step in it. */
export interface TraceContext {
  readonly traceId: string
  /** For whoever is called on behalf of the request, and for `traceresponse`. */
  readonly traceparent: string
  /** What vendors passed along; meaningless without a valid parent. */
  readonly tracestate: string | undefined
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-|$)/
/** Version 00 has exactly this many characters; later versions may have more. */
const TRACEPARENT_LENGTH = 55
/** The specification lets anybody drop longer lists. */
const MAXIMUM_TRACESTATE_LENGTH = 512
const TRACESTATE = /^[\x20-\x7e]*$/

/** Continue the trace that a request belongs to; a missing or broken parent starts a new one. */
export function traceContextOf({ traceparent, tracestate }: IncomingHttpHeaders): TraceContext {
  const parent = typeof traceparent === 'string' ? readParent(traceparent) : null
  const traceId = parent?.[1] ?? hexDigits()
  const span = hexDigits().slice(16)
  const flags = parent?.[2] ?? '00'
  return {
    traceId,
    traceparent: `00-${traceId}-${span}-${flags}`,
    tracestate: parent !== null && typeof tracestate === 'string' && isUsable(tracestate) ? tracestate : undefined,
  }
}

function readParent(traceparent: string): RegExpExecArray | null {
  if (traceparent.startsWith('00') && traceparent.length !== TRACEPARENT_LENGTH) return null
  return TRACEPARENT.exec(traceparent)
}

function isUsable(tracestate: string): boolean {
  return tracestate.length <= MAXIMUM_TRACESTATE_LENGTH && TRACESTATE.test(tracestate)
}

/** 32 random digits: Node keeps random ids ready, so this is the cheapest source of them. */
function hexDigits(): string {
  return randomUUID().replaceAll('-', '')
}
