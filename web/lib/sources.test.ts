import { expect, it } from 'vitest'
import { answered } from '../../src/testing/web-fixture-server.ts'
import { sourcesOf } from './sources.ts'
import { newTurn, withPart } from './turn.ts'

const headingsOf = (heading: readonly string[]) => {
  const answer = answered()
  const citations = answer.citations.map((citation) => ({ ...citation, heading: [...heading] }))
  const turn = withPart(newTurn('one', 'How many days?'), { type: 'answer-end', answer: { ...answer, citations } })
  return sourcesOf(turn)[0]?.heading
}

it('does not name the title of a document once more as its first heading', () => {
  expect(headingsOf(['Employee handbook 2026', 'Annual leave'])).toEqual(['Annual leave'])
  expect(headingsOf(['Working time', 'Annual leave'])).toEqual(['Working time', 'Annual leave'])
})
