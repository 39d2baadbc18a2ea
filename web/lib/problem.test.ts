import { expect, test } from 'vitest'
import { problemFromReply, RequestFailed } from '../../src/client/request-failed.ts'
import { messages } from './messages.ts'
import { problemOf } from './problem.ts'

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
  expect(problemOf(new RequestFailed(problemFromReply(502, body, null)))).toMatchObject({
    status: 502,
    title: messages.problem.unreadableTitle,
  })
})

test('a broken connection says that the server cannot be reached', () => {
  expect(problemOf(new TypeError('Failed to fetch'))).toMatchObject({ title: messages.problem.unreachableTitle })
})
