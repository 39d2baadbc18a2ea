const MAXIMUM_LENGTH = 500
/** Stands for our own origin while a path is checked; `.invalid` never resolves (RFC 2606). */
const ORIGIN = 'http://footnote.invalid'
/** What is left is printable ASCII: browsers drop or rewrite the rest, and so could turn one address into another. */
const PLAIN = /^[\x21-\x7e]+$/

/** Where to go after signing in: a path of ours, or the start page for everything that could lead elsewhere. */
export function safeReturnTo(given: unknown): string {
  return typeof given === 'string' && isOwnPath(given) ? given : '/'
}

function isOwnPath(given: string): boolean {
  if (given.length > MAXIMUM_LENGTH || !PLAIN.test(given)) return false
  if (!given.startsWith('/') || given.startsWith('//') || given.includes('\\')) return false
  const url = URL.parse(given, ORIGIN)
  // Whatever parsing changes (dots, a hidden host) is not what we would send people to.
  if (url === null || url.origin !== ORIGIN || `${url.pathname}${url.search}${url.hash}` !== given) return false
  const { pathname } = url
  // Signing in must not end in signing in or out, and a reply of the API is no page.
  return !pathname.startsWith('//') && !/^\/(?:auth|api|internal)(?:\/|$)/i.test(pathname)
}
