import { expect, it } from 'vitest'
import { similarTermsOf } from './similar-terms.ts'

it('gives other work its turn all along a walk over 500,000 terms', async () => {
  const vocabulary = new Map(Array.from({ length: 500_000 }, (_, n) => [`b${n.toString(26)}nefit`, n] as const))
  vocabulary.set('benefit', 3)
  const asked = ['benifit', 'bnefit', 'benefti', 'beneffit', 'bonofit'].map((term) => ({ term, edits: 2 as const }))
  let [turns, running] = [0, true]
  const takeTurns = () => {
    turns++
    if (running) setImmediate(takeTurns)
  }
  takeTurns()
  const similar = await similarTermsOf(vocabulary, asked)
  running = false
  expect(similar.get('benifit')?.[0]).toBe('benefit')
  expect(similar.get('benifit')?.length).toBeLessThanOrEqual(20)
  expect(turns).toBeGreaterThan(200)
})
