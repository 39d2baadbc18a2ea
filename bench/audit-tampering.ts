import { checkRecords } from '../src/orchestration/records/check-records.ts'
import { auditOf, linkRecords, recordQuestion, recordRead } from '../src/testing/audit-chain.ts'
import {
  isSame,
  replaceRows,
  saveRows,
  TAMPERINGS,
  type Tampering,
  tamperedWith,
} from '../src/testing/audit-tampering.ts'
import { createManualClock } from '../src/testing/call-contexts.ts'
import { openTestDatabase } from '../src/testing/open-test-database.ts'

/**
 * Tamper with a chain of 150 questions and acts in every way and count what the check finds, and how often it raises a false
 * alarm on the untouched chain. `node bench/audit-tampering.ts [PER WAY]`; 100 of each of the five ways by default.
 */
const perWay = Number(process.argv[2] ?? 100)
const RECORDS = 150

await using database = await openTestDatabase()
const clock = createManualClock()
const tenant_id = await database.newTenant()
for (let n = 0; n < RECORDS; n++) {
  const who = { tenant_id, object_id: n % 3 === 0 ? 'anna' : 'bert', clock }
  if (n % 2 === 0) await recordQuestion(database, { ...who, query: `Question ${n}?` })
  else await recordRead(database, who)
}
await linkRecords(database, tenant_id)
const rows = await saveRows(database, tenant_id)
const isBroken = async () => (await checkRecords(auditOf(database), tenant_id)).broken !== null

const missed: { readonly way: Tampering; readonly seed: number }[] = []
let [tried, falseAlarms] = [0, 0]
for (const way of TAMPERINGS) {
  let done = 0
  for (let seed = 1; done < perWay; seed++) {
    const tampered = tamperedWith(rows, way, seed)
    if (isSame(tampered, rows)) continue
    await replaceRows(database, tenant_id, tampered)
    if (!(await isBroken())) missed.push({ way, seed })
    done += 1
    tried += 1
  }
  await replaceRows(database, tenant_id, rows)
  if (await isBroken()) falseAlarms += 1
}
console.log(JSON.stringify({ tampered: tried, found: tried - missed.length, false_alarms: falseAlarms, missed }))
