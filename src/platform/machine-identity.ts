/** Gives the token of the moment; keeps it until it ends. */
export type TokenSource = () => Promise<string>

/** The identity of this machine could not be used; the message says what to do. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError'
}

/**
 * Tokens for a scope from the identity of this machine. The package of Azure is loaded when the first one is asked for.
 * `remedy` ends the sentence that is said where there is no identity: what to give it, or what to set instead.
 */
export function machineIdentity(scope: string, remedy: string): TokenSource {
  let credential: Promise<{ getToken: (scope: string) => Promise<{ readonly token: string }> }> | undefined
  const open = async () => {
    const { DefaultAzureCredential } = await import('@azure/identity')
    return new DefaultAzureCredential()
  }
  return async () => {
    try {
      return (await (await (credential ??= open())).getToken(scope)).token
    } catch (error) {
      const message = `could not be asked: this machine has no identity that Azure knows; ${remedy}.`
      throw new IdentityError(message, { cause: error })
    }
  }
}
