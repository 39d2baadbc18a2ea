import { describe, expect, it } from 'vitest'
import { watchNotifications } from './watch-notifications.ts'

function message(type: string, body: string): Buffer {
  const bytes = Buffer.alloc(5 + body.length)
  bytes.write(type, 0, 'latin1')
  bytes.writeInt32BE(4 + body.length, 1)
  bytes.write(body, 5, 'latin1')
  return bytes
}

const ANSWER = Buffer.concat([
  message('T', 'AAAA'),
  message('D', 'A\0\0\0\x04'),
  message('C', ''),
  message('A', 'channel'),
  message('Z', 'I'),
  message('A', ''),
])

describe('watching for notifications', () => {
  it('finds them among other messages, in pieces of any size', () => {
    for (let size = 1; size <= ANSWER.length; size++) {
      let found = 0
      const watch = watchNotifications(() => (found += 1))
      for (let at = 0; at < ANSWER.length; at += size) watch(ANSWER.subarray(at, at + size))
      expect(found).toBe(2)
    }
  })

  it('does not take the contents of rows for messages', () => {
    let found = 0
    const watch = watchNotifications(() => (found += 1))
    watch(message('D', message('A', 'channel').toString('latin1')))
    expect(found).toBe(0)
  })
})
