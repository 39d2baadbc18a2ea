import { z } from 'zod'

const Moment = z.iso.datetime({ offset: true })

export const HoldToPlace = z
  .strictObject({
    object_id: z
      .string()
      .min(1)
      .max(200)
      .nullable()
      .default(null)
      .describe('Whose questions and acts are kept; null for those of everybody.'),
    document_id: z
      .uuid()
      .nullable()
      .default(null)
      .describe('Or a document that is kept: nobody can delete it, and what its source says of it deletes it neither.'),
    from: Moment.nullable().default(null).describe('Only what happened from then on.'),
    to: Moment.nullable().default(null).describe('Only what happened before.'),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(1_000)
      .describe('Why, for whoever looks at it later: a file number, for example.'),
  })
  .refine(({ from, to }) => from === null || to === null || Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'must be after "from"',
  })
  .refine(({ document_id, object_id, from, to }) => document_id === null || (object_id ?? from ?? to) === null, {
    path: ['document_id'],
    message: 'is held whole: leave out "object_id", "from" and "to"',
  })
export type HoldToPlace = z.infer<typeof HoldToPlace>

export const LegalHold = z.object({
  id: z.uuid(),
  object_id: z.string().nullable(),
  document_id: z.uuid().nullable().describe('Null for a hold on questions and acts.'),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  reason: z.string(),
  placed_by: z.string(),
  placed_at: z.iso.datetime(),
  lifted_by: z.string().nullable(),
  lifted_at: z.iso.datetime().nullable().describe('Null while it is in force.'),
})
export type LegalHold = z.infer<typeof LegalHold>
