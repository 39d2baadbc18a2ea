/** How deep the client, fetch and the socket pack the reason into each other. */
const DEEPEST = 6

/** What is wrong and what to do, from the code of the system behind a failed connection; never a text of the server. */
export function whyUnreachable(error: unknown): string {
  const codes = codesOf(error, DEEPEST)
  if (codes.includes('ECONNREFUSED')) return 'nothing listens at its address; start its server or correct the address.'
  if (codes.some((code) => code === 'ENOTFOUND' || code === 'EAI_AGAIN'))
    return 'the name of its server is not known here; correct the address or look at the network.'
  if (codes.some((code) => /CERT|ALTNAME|UNABLE_TO_(?:GET|VERIFY)/.test(code)))
    return 'the certificate of its server is not trusted; renew it, or name its authority in NODE_EXTRA_CA_CERTS.'
  if (codes.some((code) => code === 'EPROTO' || code.startsWith('ERR_SSL')))
    return 'its server does not speak TLS there; check whether the address begins with http or https.'
  return 'check that its server runs and its address is right.'
}

function codesOf(error: unknown, depth: number): readonly string[] {
  if (depth === 0 || !(error instanceof Error)) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const inner: readonly unknown[] = [error.cause, ...(error instanceof AggregateError ? error.errors : [])]
  return [...own, ...inner.flatMap((one) => codesOf(one, depth - 1))]
}
