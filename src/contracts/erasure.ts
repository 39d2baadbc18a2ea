import { z } from 'zod'

const Count = z.number().int()

/** The proof that a person was erased. It names nobody; the audit holds it, and the chain stays as it was. */
export const ErasureReceipt = z.object({
  id: z.uuid().describe('Stands in the acts of the audit that say which records no longer tell who it was.'),
  erased_at: z.iso.datetime(),
  removed: z.object({
    answers: Count.describe('Questions and answers whose words are gone.'),
    conversations: Count,
    sessions: Count,
    budgets: Count,
    report_files: Count.describe('They are gone with the next hour.'),
    report_schedules: Count,
  }),
  made_anonymous: z.object({
    usage_events: Count.describe('They still count in reports, for nobody.'),
    attributions: Count.describe('Documents, keys, lists and settings that no longer tell who made or changed them.'),
    audit_records: Count.describe('Records of the audit that no longer tell who it was.'),
  }),
  kept: z.object({
    account: z
      .literal('disabled, without name, address, roles and groups')
      .describe('The object id stays, so that nobody signs in with it again.'),
    access_lists: Count.describe(
      'Documents on whose access list the object id stands; change these lists to remove it.',
    ),
  }),
})
export type ErasureReceipt = z.infer<typeof ErasureReceipt>
