import { expect, it } from 'vitest'
import { traceContextOf } from './trace-context.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const PARENT = `00-${TRACE}-00f067aa0ba902b7-01`

it('continues a trace with a step of its own', () => {
  const { traceId, traceparent, tracestate } = traceContextOf({ traceparent: PARENT, tracestate: 'vendor=1' })
  expect(traceId).toBe(TRACE)
  expect(traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`))
  expect(traceparent).not.toBe(PARENT)
  expect(tracestate).toBe('vendor=1')
})

it('continues a trace of a later version', () => {
  expect(traceContextOf({ traceparent: `cc-${TRACE}-00f067aa0ba902b7-00-more` }).traceId).toBe(TRACE)
})

it.each([
  '',
  'x',
  `ff-${TRACE}-00f067aa0ba902b7-01`,
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-00f067aa0ba902b7-01`,
  `${PARENT}-more`,
  `${PARENT}, ${PARENT}`,
  `00-${TRACE}-00f067aa0ba902b7-0g`,
])('starts a new trace, without what vendors said, for the broken parent "%s"', (traceparent) => {
  const { traceId, traceparent: own, tracestate } = traceContextOf({ traceparent, tracestate: 'vendor=1' })
  expect(traceId).toMatch(/^[0-9a-f]{32}$/)
  expect(traceId).not.toBe(TRACE)
  expect(own).toContain(traceId)
  expect(tracestate).toBeUndefined()
})

it.each(['a\u0007b', 'v=é', 'v='.padEnd(600, 'x')])('passes no unusable state along', (tracestate) => {
  expect(traceContextOf({ traceparent: PARENT, tracestate }).tracestate).toBeUndefined()
})
