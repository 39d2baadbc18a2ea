import { describe, expect, it } from 'vitest'
import type { EventOf } from '../contracts/events.ts'
import type { Bus } from '../platform/bus/bus.ts'
import { principalFor } from '../testing/call-contexts.ts'
import { createRefusalCounter } from './count-refusals.ts'

const NOON = Date.parse('2026-03-02T12:00:00Z')
const anna = principalFor({ tenant_id: 'one', object_id: 'anna' })
const bert = principalFor({ tenant_id: 'two', object_id: 'bert' })

type Told = EventOf<'requests-refused'>

/** A counter, what it told, and what becomes of the next event. */
function open(onEvent: (event: Told) => void = () => undefined) {
  const told: Told[] = []
  const publish: Bus['publish'] = async (_topic, event) => {
    onEvent(event as Told)
    told.push(event as Told)
  }
  return { counter: createRefusalCounter({ publish }), told }
}
const rowsOf = (told: readonly Told[]) =>
  told.flatMap(({ tenant_id, refusals }) =>
    refusals.map(({ object_id, start, refused }) => [tenant_id, object_id, start.slice(11, 16), refused]),
  )

describe('counting refused requests', () => {
  it('makes one row of a flood, for each person, tenant and quarter of an hour', async () => {
    const { counter, told } = open()
    for (let n = 0; n < 10_000; n++) counter.count(anna, NOON + (n % 2) * 15 * 60_000)
    counter.count(bert, NOON + 1_000)
    await counter.flush()
    expect(rowsOf(told)).toEqual([
      ['one', 'anna', '12:00', 5_000],
      ['one', 'anna', '12:15', 5_000],
      ['two', 'bert', '12:00', 1],
    ])
    await counter.flush()
    expect(told).toHaveLength(2)
  })

  it('tells the next time what could not be told, once', async () => {
    let isDown = true
    const { counter, told } = open(() => {
      if (isDown) throw new Error('the bus is down')
    })
    counter.count(anna, NOON)
    await expect(counter.flush()).rejects.toThrow('the bus is down')
    counter.count(anna, NOON)
    isDown = false
    await counter.flush()
    await counter.flush()
    expect(rowsOf(told)).toEqual([['one', 'anna', '12:00', 2]])
  })

  it('keeps what comes while it tells', async () => {
    const { counter, told } = open((event) => {
      if (event.refusals[0]?.refused === 1) counter.count(anna, NOON)
    })
    counter.count(anna, NOON)
    counter.count(anna, NOON)
    await counter.flush()
    counter.count(anna, NOON)
    await counter.flush()
    await counter.flush()
    expect(rowsOf(told).map(([, , , refused]) => refused)).toEqual([2, 1, 1])
  })

  it('tells of many people in several events', async () => {
    const { counter, told } = open()
    for (let n = 0; n < 1_001; n++) counter.count({ ...anna, object_id: `person-${n}` }, NOON)
    await counter.flush()
    expect(told.map(({ refusals }) => refusals.length)).toEqual([500, 500, 1])
    expect(new Set(told.map(({ batch }) => batch)).size).toBe(3)
  })
})
