import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasRedis, type RedisServer, startRedisServer } from '../../testing/redis-server.ts'
import { azureRedisIdentityFor, redisCredentials } from './azure-redis-identity.ts'
import { openRedisSharedState } from './redis.ts'

const logger = { warn: () => undefined, info: () => undefined }
const OBJECT_ID = '5b0d2c1e-7c0e-4d35-9a51-0c2f6a0e4d77'

/** As Entra ID writes them, with nobody's signature. */
function tokenFor(oid: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part({ oid })}.`
}

it('is for encrypted servers of Azure alone, and only without a password', async () => {
  expect(await azureRedisIdentityFor('rediss://name.westeurope.redis.azure.net:10000')).not.toBeNull()
  expect(await azureRedisIdentityFor('rediss://name.redis.cache.windows.net:6380')).not.toBeNull()
  for (const other of [
    'redis://name.redis.azure.net:10000',
    'rediss://:key@name.redis.azure.net:10000',
    'rediss://redis.azure.net.example.org',
    'rediss://127.0.0.1',
  ])
    expect(await azureRedisIdentityFor(other)).toBeNull()
})

describe.runIf(hasRedis())('the identity of this machine at Redis', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedisServer()
  })
  afterAll(async () => server?.[Symbol.asyncDispose]())

  it('stands in place of name and password', async () => {
    const token = tokenFor(OBJECT_ID)
    await server.send('ACL', 'SETUSER', OBJECT_ID, 'on', `>${token}`, 'allkeys', 'allcommands', 'allchannels')
    const open = (given: string) =>
      openRedisSharedState({
        url: server.url,
        logger,
        identityFor: () =>
          redisCredentials({ getToken: async () => ({ token: given, expiresOnTimestamp: Date.now() + 3_600_000 }) }),
      })
    await using state = await open(token)
    await state.set('answer', 'yes', 60_000, 0)
    expect(await state.get('answer', 0)).toBe('yes')
    expect(await server.send('CLIENT', 'LIST')).toContain(`user=${OBJECT_ID}`)
    await using stranger = await open(tokenFor('somebody-else'))
    await expect(stranger.check()).rejects.toThrow()
  })
})
