import { expect, it } from 'vitest'
import { describeDetail } from './describe-detail.ts'

it('tells details in one line, and leaves out what is not known', () => {
  const detail = { outcome: 'answered', conversation_id: null, before: [], version: 2, overridden: false }
  expect(describeDetail(detail)).toBe('outcome: answered · version: 2 · overridden: false')
})

it('names the members of short lists, counts those of long ones, and opens what is nested', () => {
  const detail = {
    after: ['group:sales', 'user:ada'],
    documents: ['a', 'b', 'c', 'd'],
    limits: { tokens: 5, cost: null },
  }
  expect(describeDetail(detail)).toBe('after: group:sales, user:ada · documents: 4 · limits: tokens 5')
})
