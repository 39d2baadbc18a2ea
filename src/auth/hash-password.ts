import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import { createQueue } from './limit-concurrency.ts'

/**
 * Argon2id as RFC 9106 recommends where memory is short: 64 MiB and three passes, above what OWASP asks at least (19 MiB,
 * two passes). Stored hashes carry their own parameters, so these can grow at any time.
 */
const PARAMETERS: Parameters = { memory: 65_536, passes: 3, parallelism: 4 }
const SALT_BYTES = 16
const HASH_BYTES = 32

interface Parameters {
  /** In KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

/** Hashes passwords and checks them. It works on the thread pool, and on few at a time: each takes 64 MiB. */
export interface Passwords {
  /** The text to store, in the PHC format: algorithm, parameters, salt and hash. */
  readonly hash: (password: string) => Promise<string>
  /** Compare with a stored text. Without one it takes as long and says no, so that time does not tell who has an account. */
  readonly verify: (password: string, stored: string | null) => Promise<boolean>
  /** True for a hash made with other parameters than today's; hash again when the password is at hand. */
  readonly isOutdated: (stored: string) => boolean
}

/** Make the hasher; tests pass weaker parameters. */
export function createPasswords(parameters: Parameters = PARAMETERS): Passwords {
  const inTurn = createQueue(Math.max(1, Math.min(4, availableParallelism() - 1)))
  const derive = (password: string, salt: Buffer, { memory, passes, parallelism }: Parameters, tagLength: number) =>
    inTurn(() =>
      promisify(argon2)('argon2id', {
        message: password.normalize('NFKC'),
        nonce: salt,
        memory,
        passes,
        parallelism,
        tagLength,
      }),
    )
  return {
    hash: async (password) => {
      const salt = randomBytes(SALT_BYTES)
      return phcOf(parameters, salt, await derive(password, salt, parameters, HASH_BYTES))
    },
    verify: async (password, stored) => {
      const parsed = stored === null ? null : parse(stored)
      const salt = parsed?.salt ?? randomBytes(SALT_BYTES)
      const hash = await derive(password, salt, parsed?.parameters ?? parameters, parsed?.hash.length ?? HASH_BYTES)
      return parsed !== null && timingSafeEqual(hash, parsed.hash)
    },
    isOutdated: (stored) => JSON.stringify(parse(stored)?.parameters) !== JSON.stringify(parameters),
  }
}

function phcOf({ memory, passes, parallelism }: Parameters, salt: Buffer, hash: Buffer): string {
  const parts = [`m=${memory},t=${passes},p=${parallelism}`, unpadded(salt), unpadded(hash)]
  return `$argon2id$v=19$${parts.join('$')}`
}

function parse(stored: string) {
  const [, memory, passes, parallelism, salt, hash] = PHC.exec(stored) ?? []
  if (salt === undefined || hash === undefined) return null
  return {
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
