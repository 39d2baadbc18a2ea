import { z } from 'zod'
import type { ActDetail } from '../../contracts/audit.ts'
import type { CheckedEntry, LinkedRecord } from './check-record.ts'

/** What a run of the retention rules removed. */
const Retention = z.object({
  /** Records up to this place are gone. */
  pruned_to: z.number().int().optional(),
  /** Questions of before then no longer tell who asked. */
  questions_before: z.iso.datetime().optional(),
})
export type Retention = z.infer<typeof Retention>

/** What an erasure removed: these records no longer tell who it was. */
const Erasure = z.object({ records: z.array(z.uuid()) })

/** The acts that say what was removed on purpose: everything else that is missing was removed by somebody who may not. */
export interface Removals {
  /** Look at the next record of the chain. */
  readonly see: (record: LinkedRecord, checked: { readonly read: CheckedEntry; readonly lacksPeople: boolean }) => void
  /** Whether an act says that everything up to this place was pruned. */
  readonly arePruned: (upTo: number) => boolean
  /** The first record that lacks somebody although no act says so; null when there is none. */
  readonly unexplained: () => LinkedRecord | null
}

export function createRemovals(): Removals {
  const lacking: LinkedRecord[] = []
  // Records of one moment are linked in any order: the act may stand before what it erased.
  const erased = new Set<string>()
  let prunedTo = 0
  let questionsBefore = 0

  const seeAct = (kind: string, detail: ActDetail): void => {
    if (kind === 'personal-data-erased') {
      for (const id of Erasure.safeParse(detail).data?.records ?? []) erased.add(id)
    }
    if (kind !== 'retention-applied') return
    const { pruned_to = 0, questions_before } = Retention.safeParse(detail).data ?? {}
    prunedTo = Math.max(prunedTo, pruned_to)
    if (questions_before !== undefined) questionsBefore = Math.max(questionsBefore, Date.parse(questions_before))
  }
  return {
    see: (record, { read, lacksPeople }) => {
      if (lacksPeople) lacking.push(record)
      if (read.kind === 'act') seeAct(read.entry.kind, read.entry.detail)
    },
    arePruned: (upTo) => upTo <= prunedTo,
    unexplained: () =>
      lacking.find(({ id, kind, at }) => !erased.has(id) && (kind !== 'question' || at.getTime() >= questionsBefore)) ??
      null,
  }
}
