import { moveRows } from '../backup/move-rows.ts'
import type { Config } from '../config.ts'
import { takeHomeLock } from '../platform/home/home-lock.ts'
import { withPlatform } from './with-platform.ts'

/** Move the rows of an embedded home into a PostgreSQL server. Originals, index and secrets stay where they are. */
export async function migrateCommand(config: Config, to: string, { json }: { readonly json: boolean }): Promise<void> {
  if (config.databaseUrl !== undefined)
    throw new Error('FOOTNOTE_DATABASE_URL is set: leave it out for this command, which reads the embedded database.')
  await using _lock = await takeHomeLock(config.home, new Date())
  const moved = await withPlatform(config, (here) =>
    withPlatform({ ...config, databaseUrl: to }, async (there) => {
      const [from, target] = await Promise.all([here.database(), there.database()])
      return moveRows({ from: from.pool, to: target.pool }, (name, rows) => {
        if (rows > 0) console.error(`  ${name}: ${rows} rows`)
      })
    }),
  )
  if (json) {
    console.log(JSON.stringify(moved))
    return
  }
  console.log(`Moved ${moved.rows} rows of ${moved.tables} tables; every table has the same rows there as here.`)
  console.log('From now on start with FOOTNOTE_DATABASE_URL set to that database, and the same FOOTNOTE_HOME.')
}
