import { resolve } from 'node:path'
import { z } from 'zod'
import { Role } from './contracts/principal.ts'

export const onOff = (fallback: 'on' | 'off') =>
  z
    .enum(['on', 'off'])
    .default(fallback)
    .transform((value) => value === 'on')
export const whole = (fallback: number, minimum: number, maximum: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(fallback)
export const optionalUrl = () =>
  z
    .url({ protocol: /^https?$/ })
    .transform(withoutSlash)
    .optional()

export const withoutSlash = (url: string) => url.replace(/\/$/, '')

export const list = (fallback = '') =>
  z
    .string()
    .default(fallback)
    .transform((text) =>
      text
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    )

/** `name=Role` pairs; what stands before the sign is a role of the provider, or `group:` and the id of a group. */
export const roleMap = () =>
  list().pipe(
    z.array(
      z
        .string()
        .regex(/^[^=]+=(Reader|Contributor|Admin)$/, 'write pairs like "Footnote.Admin=Admin,group:<id>=Reader"')
        .transform((pair): readonly [string, Role] => {
          const [name = '', role] = pair.split('=')
          return [name.trim(), Role.parse(role)]
        }),
    ),
  )

/** Folders are absolute from here on: what they are relative to must not change with who reads them. */
export function absolute(folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : resolve(folder)
}
