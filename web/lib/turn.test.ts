import { expect, test } from 'vitest'
import { newTurn, withEnd, withPart } from './turn.ts'

test('joins the words of a stream in the order they arrive', () => {
  const turn = [
    { type: 'retrieval-end', passages: 3 } as const,
    { type: 'text-delta', text: 'Two ' } as const,
    { type: 'text-delta', text: 'words' } as const,
  ].reduce(withPart, newTurn('a', 'How many?'))
  expect(turn).toMatchObject({ phase: 'answering', passages: 3, text: 'Two words' })
})

test('a stream that ends without its last part is shown as broken off, with the text kept', () => {
  const turn = withEnd(withPart(newTurn('a', 'How many?'), { type: 'text-delta', text: 'Two' }))
  expect(turn).toMatchObject({ phase: 'failed', text: 'Two', problem: { code: 'broken-off' } })
})

test('an error inside a stream carries the title of its code and the request id', () => {
  const part = { type: 'error', code: 'model-unavailable', detail: 'Try later.', request_id: 'r-1' } as const
  expect(withPart(newTurn('a', 'How many?'), part).problem).toMatchObject({
    title: 'The language model is not available',
    detail: 'Try later.',
    requestId: 'r-1',
  })
})
