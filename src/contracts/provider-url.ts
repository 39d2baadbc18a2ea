import { z } from 'zod'

/** Address of a provider. Tokens and secrets travel there: without encryption only inside this machine. */
export const ProviderUrl = z
  .url({ protocol: /^https?$/ })
  .refine(
    isSafe,
    'must begin with https://; http:// is for addresses of this machine only, such as http://127.0.0.1:8080',
  )

function isSafe(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol !== 'http:' || /^(?:127(?:\.\d+){3}|\[::1\]|localhost)$/.test(url.hostname)
}
