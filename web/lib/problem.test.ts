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

test('a problem of the server keeps its detail, and has a title in every language', () => {
  const body = JSON.stringify({ title: 'Not found', detail: 'Check it.', code: 'not-found' })
  const problem = problemFromReply(404, body, null)
  expect(problemWords(problem, en)).toEqual({ title: 'Not found', detail: 'Check it.' })
  expect(problemWords(problem, de)).toEqual({ title: 'Nicht gefunden', detail: 'Check it.' })
})
