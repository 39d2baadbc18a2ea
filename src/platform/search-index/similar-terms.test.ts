import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { similarTermsOf } from './similar-terms.ts'

it('walks over 500,000 terms for five words without holding up other work for long', async () => {
  const vocabulary = new Map(Array.from({ length: 500_000 }, (_, n) => [`b${n.toString(26)}nefit`, n] as const))
  vocabulary.set('benefit', 3)
  const asked = ['benifit', 'bnefit', 'benefti', 'beneffit', 'bonofit'].map((term) => ({ term, edits: 2 as const }))
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const similar = await similarTermsOf(vocabulary, asked)
  delay.disable()
  expect(similar.get('benifit')?.[0]).toBe('benefit')
  expect(similar.get('benifit')?.length).toBeLessThanOrEqual(20)
  // Half of the time is for a machine that does other things as well.
  expect(delay.percentile(90) / 1e6).toBeLessThan(50)
})
