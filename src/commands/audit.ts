import pc from 'picocolors'
import { dataOf } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { RecordsReport } from '../contracts/answer-records.ts'
import { withClient } from './with-client.ts'

const REASONS: Readonly<Record<NonNullable<RecordsReport['broken']>['reason'], string>> = {
  'record-changed': 'it is not what it was when it was written',
  'record-missing': 'what it must follow, or it itself, is missing',
  'checkpoint-changed': 'its checkpoint has another hash',
  'content-changed': 'the question or the answer is not what was recorded',
  'answer-unrecorded': 'its record is missing',
  'person-changed': 'it names somebody else than it did, or nobody, and nothing says that they were erased',
  'signature-wrong': 'it is not what was signed with the key of this installation',
  'copy-differs': 'the copy of it that is kept elsewhere says something else',
}

/** Follow the chain of records and say where it breaks. Returns the process exit code: 1 for a broken chain. */
export async function auditCommand(config: Config, { json }: { readonly json: boolean }): Promise<number> {
  const report = await withClient(config, (client) => dataOf(client.GET('/api/admin/records')))
  if (json) console.log(JSON.stringify(report))
  else for (const line of describeRecords(report)) console.log(line)
  return report.broken === null ? 0 : 1
}

/** What a look at the records found, in lines. */
export function describeRecords({ records, unlinked, first_sequence, head, broken }: RecordsReport): readonly string[] {
  if (broken !== null) {
    const { sequence, answer_id, reason } = broken
    const which = [
      ...(sequence === null ? [] : [`record ${sequence}`]),
      ...(answer_id === null ? [] : [`answer ${answer_id}`]),
    ].join(', ')
    return [`${pc.red('bad')} ${which}: ${REASONS[reason]}. The ${records} records before it are whole.`]
  }
  if (head === null) return [`${pc.green('ok ')} no records yet`]
  const first = first_sequence ?? head.sequence + 1
  const pruned = first > 1 ? `; those before ${first} were pruned, their checkpoint holds` : ''
  return [
    `${pc.green('ok ')} ${records} records are as they were written${pruned}`,
    ...(unlinked === 0 ? [] : [`    ${unlinked} of the last moments are not linked yet`]),
    `    head ${head.sequence}:${head.hash} (write it down to compare later)`,
  ]
}
