/** Nobody listens there, the name is not known at the moment, or the connection broke. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
])
/** PostgreSQL: connection exceptions, and a server that stops, crashed, or is not up yet (classes 08 and 57P). */
const DATABASE_CODES = /^(08[0-9A-Z]{3}|57P0[123])$/
/** What the driver says of a connection that broke, without a code. */
const BROKEN_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/
/** Errors have causes that have causes; a circle of them must not hold anybody up. */
const DEEPEST_CAUSE = 8

/**
 * The error of a part that does not answer right now, among an error and its causes; null when there is none. Nothing is
 * wrong then with what was asked, and it can be asked again. What wraps it may hold texts of documents; it does not.
 */
export function findOutage(error: unknown): Error | null {
  for (let depth = 0, cause = error; depth < DEEPEST_CAUSE && cause instanceof Error; depth++, cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
    if (NETWORK_CODES.has(code) || DATABASE_CODES.test(code) || BROKEN_CONNECTION.test(cause.message)) return cause
  }
  return null
}
