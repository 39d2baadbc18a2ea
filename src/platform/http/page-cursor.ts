import { z } from 'zod'
import { problem } from '../../contracts/errors.ts'

/** Where a page of a list ends: the time and the id of its last row. */
export function writeCursor(createdAt: Date, id: string): string {
  return Buffer.from(JSON.stringify([createdAt.toISOString(), id])).toString('base64url')
}

/** Read it back. Throws `invalid-request` for anything else. `Id` is what ids of this list look like. */
export function readCursor(cursor: string, Id: z.ZodType<string>): { readonly createdAt: Date; readonly id: string } {
  try {
    const [createdAt, id] = z
      .tuple([z.iso.datetime(), Id])
      .parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { createdAt: new Date(createdAt), id }
  } catch (cause) {
    throw problem('invalid-request', 'Give "cursor" as it came in "next_cursor", or leave it out.', { cause })
  }
}
