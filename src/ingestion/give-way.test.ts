import { expect, it } from 'vitest'
import { giveWayTo } from './give-way.ts'

it('rests until nobody asks, and then goes on', async () => {
  const order: string[] = []
  const giveWay = giveWayTo({ quiet: async () => void order.push('quiet') })
  await giveWay(new AbortController().signal)
  order.push('went on')
  expect(order).toEqual(['quiet', 'went on'])
})

it('does not go on with work that was called off meanwhile', async () => {
  const calledOff = new AbortController()
  const giveWay = giveWayTo({ quiet: async () => calledOff.abort(new Error('called off')) })
  await expect(giveWay(calledOff.signal)).rejects.toThrow('called off')
})
