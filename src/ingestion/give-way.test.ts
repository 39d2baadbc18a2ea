import { expect, it } from 'vitest'
import { giveWayTo } from './give-way.ts'

it('rests until those who ask have their answers, and then goes on', async () => {
  const order: string[] = []
  const giveWay = giveWayTo({ answered: async () => void order.push('answered') })
  await giveWay(new AbortController().signal)
  order.push('went on')
  expect(order).toEqual(['answered', 'went on'])
})

it('does not go on with work that was called off meanwhile', async () => {
  const calledOff = new AbortController()
  const giveWay = giveWayTo({ answered: async () => calledOff.abort(new Error('called off')) })
  await expect(giveWay(calledOff.signal)).rejects.toThrow('called off')
})
