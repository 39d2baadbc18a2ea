import { expect, test } from 'vitest'
import { problemFromReply, RequestFailed } from '../../src/client/request-failed.ts'
import { de } from '../messages/de.ts'
import { en } from '../messages/en.ts'
import { problemOf, problemWords } from './problem.ts'

test('reads the words, the request id and the wait of a problem reply', () => {
  const body = JSON.stringify({
    title: 'Too many requests',
    detail: 'Wait.',
    code: 'quota-exceeded',
    request_id: 'r-1',
  })
  expect(problemFromReply(429, body, '12')).toEqual({
    status: 429,
    code: 'quota-exceeded',
    title: 'Too many requests',
    detail: 'Wait.',
    requestId: 'r-1',
    retryAfterInSeconds: 12,
    members: JSON.parse(body),
  })
})

test.each(['<html>Bad gateway</html>', '', '[1]', 'null'])('says that the reply %j could not be read', (body) => {
  const problem = problemOf(new RequestFailed(problemFromReply(502, body, null)))
  expect(problem.status).toBe(502)
  expect(problemWords(problem, en).title).toBe('The reply could not be read')
})

test('a broken connection says that the server cannot be reached', () => {
  expect(problemWords(problemOf(new TypeError('Failed to fetch')), en).title).toBe('Footnote cannot be reached')
})

test('a problem of the server is told in the language of the page', () => {
  const body = JSON.stringify({ title: 'The storage is full', detail: 'Free some space.', code: 'storage-full' })
  const problem = problemFromReply(507, body, null)
  expect(problemWords(problem, en)).toEqual({ title: 'The storage is full', detail: 'Free some space.' })
  expect(problemWords(problem, de)).toEqual({
    title: 'Der Speicher ist voll',
    detail: 'Sagen Sie es einem Administrator.',
  })
})

test('a code that stands for many cases keeps the sentence that names the case', () => {
  const body = JSON.stringify({ title: 'No', detail: 'You wrote it; let another review it.', code: 'not-allowed-now' })
  const words = problemWords(problemFromReply(409, body, null), de)
  expect(words).toEqual({ title: 'Das geht gerade nicht', detail: 'You wrote it; let another review it.' })
})
