import { InvalidArgumentError } from 'commander'
import { ROLES, type Role } from '../contracts/principal.ts'

/** What every command with `--json` is given. */
export interface Json {
  readonly json?: boolean
}

/** Read a whole number of at least 1. Throws with a sentence for anything else. */
export function wholeNumber(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('must be a whole number of at least 1.')
  return number
}

/** Read the number of a port; 0 takes any free one. */
export function portNumber(value: string): number {
  const number = Number(value)
  if (value.trim() === '' || !Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('must be a whole number from 0 to 65535.')
  return number
}

/** Read names that are separated by commas. */
export function list(value: string): string[] {
  return value.split(',').map((entry) => entry.trim())
}

/** Read role names that are separated by commas, in capital or small letters. */
export function roleList(value: string): Role[] {
  return list(value).map((name) => {
    const role = ROLES.find((known) => known.toLowerCase() === name.toLowerCase())
    if (role === undefined) throw new InvalidArgumentError(`must be ${ROLES.join(', ')}.`)
    return role
  })
}
