import { machineIdentity, type TokenSource } from '../machine-identity.ts'

/** Endings of the addresses of Azure OpenAI in each cloud, and the audience that it wants tokens for. */
const CLOUDS: readonly (readonly [ending: string, scope: string])[] = [
  ['.azure.com', 'https://cognitiveservices.azure.com/.default'],
  ['.azure.us', 'https://cognitiveservices.azure.us/.default'],
  ['.azure.cn', 'https://cognitiveservices.azure.cn/.default'],
]
const REMEDY = 'give it a managed identity with the role Cognitive Services OpenAI User, or set a key'

/**
 * The token source of a model server that belongs to Azure: the managed identity of this machine, at a desk the person who
 * is signed in. Null for every other server, which must never be sent such a token.
 */
export function azureIdentityFor(baseUrl: string): TokenSource | null {
  const { hostname, protocol } = new URL(baseUrl)
  const cloud = protocol === 'https:' ? CLOUDS.find(([ending]) => hostname.endsWith(ending)) : undefined
  return cloud === undefined ? null : machineIdentity(cloud[1], REMEDY)
}
