import { describe, expect, it } from 'vitest'
import { definitionsIn, expansionsOf } from './acronyms.ts'

describe('acronyms', () => {
  it.each([
    ['Employees accrue paid time off (PTO) monthly.', [{ short: 'PTO', long: 'paid time off' }]],
    ['Every PTO (paid time off) is requested.', [{ short: 'PTO', long: 'paid time off' }]],
    [
      'the National Institute of Standards and Technology (NIST)',
      [{ short: 'NIST', long: 'National Institute of Standards and Technology' }],
    ],
    ['a health-maintenance organization (HMO) plan', [{ short: 'HMO', long: 'health-maintenance organization' }]],
    ['Some words (USA) and (see below)', []],
    ['The plan covers it (PTO).', []],
    ['time off (PTO)', []],
    ['PTO (see the policy on paid time off)', []],
    ['((((PTO (', []],
    ['(since 2020) paid time off (PTO)', [{ short: 'PTO', long: 'paid time off' }]],
    ['paid\ntime off (PTO)', []],
    ['paid (time off (PTO)', []],
  ])('are read from %s', (text, acronyms) => {
    expect(definitionsIn(text)).toEqual(acronyms)
  })

  it('add the other form to a question, whichever it holds', () => {
    const text = 'Employees accrue paid time off (PTO) monthly.'
    expect(expansionsOf('How much PTO is there?', [text])).toEqual([{ from: 'PTO', to: 'paid time off' }])
    expect(expansionsOf('How much Paid Time Off is there?', [text])).toEqual([{ from: 'paid time off', to: 'PTO' }])
  })

  it.each(['How much PTO (paid time off) is there?', 'HOW MUCH PTO IS THERE', 'pto', 'time off'])(
    'add nothing to %s',
    (question) => {
      expect(expansionsOf(question, ['Employees accrue paid time off (PTO) monthly.'])).toEqual([])
    },
  )

  it('take no time on hostile texts', () => {
    const startedAt = performance.now()
    for (const text of ['('.repeat(50_000), 'a '.repeat(50_000), 'A('.repeat(50_000), `${'x'.repeat(100_000)}(`])
      definitionsIn(text)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})
