/** Larger than any honest token; a check before any decoding keeps junk cheap. */
export const MAXIMUM_TOKEN_LENGTH = 8_192
const MAXIMUM_KEY_ID_LENGTH = 200
/** Members that bring keys, other encodings or extensions into a token. Nobody honest sends them to us, and nothing follows them. */
const FORBIDDEN_MEMBERS = ['crit', 'b64', 'jku', 'jwk', 'x5u', 'x5c', 'zip', 'enc', 'cty'] as const

/** What a token says of itself. Nothing of it is believed before its signature is verified. */
export interface StrictToken {
  readonly header: { readonly alg: string; readonly kid: string; readonly typ: string | undefined }
  readonly claims: Readonly<Record<string, unknown>>
}

/**
 * Read a token in compact serialisation, in the one canonical base64url form of its bytes, or null. `jose` also accepts
 * spaces, padding and unused bits that are set, so that one token could be written in many ways (RFC 8725bis), and takes the
 * last of several members of one name where another reader takes the first.
 */
export function readStrictToken(token: string): StrictToken | null {
  const header = readStrictHeader(token)
  const claims = header === null ? null : readObject(token.split('.')[1] ?? '')
  return header === null || claims === null ? null : { header, claims }
}

/** Check the form of a token and read its header, whatever its payload is. */
export function readStrictHeader(token: string): StrictToken['header'] | null {
  if (token.length > MAXIMUM_TOKEN_LENGTH) return null
  const parts = token.split('.')
  if (parts.length !== 3 || !parts.every(isCanonical)) return null
  const header = readObject(parts[0] ?? '')
  if (header === null || FORBIDDEN_MEMBERS.some((name) => name in header)) return null
  const { alg, kid, typ } = header
  if (typeof alg !== 'string' || typeof kid !== 'string' || (typ !== undefined && typeof typ !== 'string')) return null
  return kid === '' || kid.length > MAXIMUM_KEY_ID_LENGTH ? null : { alg, kid, typ }
}

function isCanonical(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part
}

function readObject(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(part, 'base64url'))
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject && !hasDuplicateMembers(text) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const LEXEMES = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g

/** True when an object of this valid JSON text has two members of one name, at any depth and however they are escaped. */
function hasDuplicateMembers(json: string): boolean {
  const open: (Set<string> | null)[] = []
  let text = ''
  for (const [lexeme] of json.matchAll(LEXEMES)) {
    if (lexeme === '{') open.push(new Set())
    else if (lexeme === '[') open.push(null)
    else if (lexeme === '}' || lexeme === ']') open.pop()
    else if (lexeme !== ':') text = lexeme
    else {
      const name = JSON.parse(text) as string
      const names = open.at(-1)
      if (names?.has(name)) return true
      names?.add(name)
    }
  }
  return false
}
