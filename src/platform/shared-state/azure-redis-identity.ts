import type { TokenCredential } from '@azure/identity'
import type { EntraidCredentialsProvider } from '@redis/entraid'

/** Endings of the addresses of Azure Managed Redis and Azure Cache for Redis. */
const ENDINGS = ['.redis.azure.net', '.redis.cache.windows.net']

/**
 * What signs in at a Redis of Azure without a key: tokens of the identity of this machine, renewed before they end. Null
 * where the address holds a password, where it is not encrypted, and for every other server, which must never be sent such
 * a token.
 */
export async function azureRedisIdentityFor(url: string): Promise<EntraidCredentialsProvider | null> {
  const { hostname, password, protocol } = new URL(url)
  if (password !== '' || protocol !== 'rediss:' || !ENDINGS.some((ending) => hostname.endsWith(ending))) return null
  const { DefaultAzureCredential } = await import('@azure/identity')
  return redisCredentials(new DefaultAzureCredential())
}

/** The name to sign in with is the object id that the token names. */
export async function redisCredentials(credential: TokenCredential): Promise<EntraidCredentialsProvider> {
  const { DEFAULT_TOKEN_MANAGER_CONFIG, EntraIdCredentialsProviderFactory, REDIS_SCOPE_DEFAULT } = await import(
    '@redis/entraid'
  )
  return EntraIdCredentialsProviderFactory.createForDefaultAzureCredential({
    credential,
    scopes: REDIS_SCOPE_DEFAULT,
    options: {},
    tokenManagerConfig: DEFAULT_TOKEN_MANAGER_CONFIG,
  })
}
