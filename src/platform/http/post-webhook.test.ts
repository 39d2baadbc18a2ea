import { describe, expect, it } from 'vitest'
import { systemClock } from '../../contracts/call-context.ts'
import { postWebhook, signatureOf } from './post-webhook.ts'

const MESSAGE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: { test: 2_432_232_314 } }
const options = { key: Buffer.from('key'), clock: systemClock, signal: new AbortController().signal }

describe('a message to a webhook', () => {
  it('is signed as the standard has it in its example', () => {
    const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')
    const message = { id: MESSAGE.id, timestamp: 1_614_265_330, text: '{"test": 2432232314}' }
    expect(signatureOf(message, key)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it.each(['https://localhost:8443/', 'https://127.0.0.1:8443/', 'https://[::1]:8443/', 'https://[::ffff:10.0.0.1]/'])(
    'does not leave for %s, whatever the name says',
    async (url) => {
      await expect(postWebhook(MESSAGE, { ...options, url, allowPrivate: false })).rejects.toThrow('inner network')
    },
  )

  it('says that nobody answers', async () => {
    const url = 'http://127.0.0.1:9443/'
    await expect(postWebhook(MESSAGE, { ...options, url, allowPrivate: true })).rejects.toThrow('does not answer')
  })
})
