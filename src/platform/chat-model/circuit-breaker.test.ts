import { expect, test } from 'vitest'
import { createManualClock } from '../../testing/call-contexts.ts'
import { type CallOutcome, createCircuitBreaker } from './circuit-breaker.ts'

function open() {
  const clock = createManualClock()
  const breaker = createCircuitBreaker({ clock, failuresToOpen: 3, openForInMs: 1_000 })
  const call = (...outcomes: CallOutcome[]) => outcomes.forEach((outcome) => breaker.begin()(outcome))
  return { clock, breaker, call }
}

test('opens after failures in a row, not after scattered ones', () => {
  const { breaker, call } = open()
  call('down', 'down', 'worked', 'down', 'down')
  expect(breaker.state()).toBe('closed')
  call('down')
  expect(breaker.state()).toBe('open')
  expect(breaker.retryInMs()).toBe(1_000)
})

test('lets one call find out whether the server is back, and closes when it is', () => {
  const { breaker, call, clock } = open()
  call('down', 'down', 'down')
  clock.advance(1_000)
  expect(breaker.state()).toBe('half-open')
  expect(breaker.retryInMs()).toBe(0)
  const end = breaker.begin()
  expect(breaker.retryInMs()).toBeGreaterThan(0)
  end('worked')
  expect([breaker.state(), breaker.retryInMs()]).toEqual(['closed', 0])
})

test('opens anew when that call finds it still down', () => {
  const { breaker, call, clock } = open()
  call('down', 'down', 'down')
  clock.advance(1_000)
  call('down')
  expect([breaker.state(), breaker.retryInMs()]).toEqual(['open', 1_000])
})

test('lets the next call find out when the caller of the first went away', () => {
  const { breaker, call, clock } = open()
  call('down', 'down', 'down')
  clock.advance(1_000)
  call('unknown')
  expect([breaker.state(), breaker.retryInMs()]).toEqual(['half-open', 0])
})

test('says nothing about a server whose callers went away', () => {
  const { breaker, call } = open()
  call('unknown', 'unknown', 'unknown', 'unknown')
  expect(breaker.state()).toBe('closed')
})
