/** Gives the token of the moment; keeps it until it ends. */
export type TokenSource = () => Promise<string>

/** The identity of this machine could not be used; the message says what to do. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError'
}

/** Endings of the addresses of Azure OpenAI in each cloud, and the audience that it wants tokens for. */
const CLOUDS: readonly (readonly [ending: string, scope: string])[] = [
  ['.azure.com', 'https://cognitiveservices.azure.com/.default'],
  ['.azure.us', 'https://cognitiveservices.azure.us/.default'],
  ['.azure.cn', 'https://cognitiveservices.azure.cn/.default'],
]

/**
 * The token source of a model server that belongs to Azure: the managed identity of this machine, at a desk the person who
 * is signed in. Null for every other server, which must never be sent such a token.
 */
export function azureIdentityFor(baseUrl: string): TokenSource | null {
  const { hostname, protocol } = new URL(baseUrl)
  const cloud = protocol === 'https:' ? CLOUDS.find(([ending]) => hostname.endsWith(ending)) : undefined
  return cloud === undefined ? null : machineIdentity(cloud[1])
}

/** Tokens for a scope from the identity of this machine. The package of Azure is loaded when the first one is asked for. */
export function machineIdentity(scope: string): TokenSource {
  let credential: Promise<{ getToken: (scope: string) => Promise<{ readonly token: string }> }> | undefined
  const open = async () => {
    const { DefaultAzureCredential } = await import('@azure/identity')
    return new DefaultAzureCredential()
  }
  return async () => {
    try {
      return (await (await (credential ??= open())).getToken(scope)).token
    } catch (error) {
      throw new IdentityError(
        'could not be asked: this machine has no identity that Azure knows; give it a managed identity with the role Cognitive Services OpenAI User, or set a key.',
        { cause: error },
      )
    }
  }
}
