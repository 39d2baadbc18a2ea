import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { type Json, wholeNumber } from './option-kinds.ts'

const DEFAULT_KEPT = 96

/** Save an installation, bring it back, move it to a server. */
export function addBackupCommands(program: Command, config: () => Config): void {
  program
    .command('backup')
    .description(
      'Save documents, rows and keys in a folder, while Footnote runs. The index is not saved: it is built again.',
    )
    .argument('<folder>', 'where to; the same one every time: originals are saved once')
    .option('--keep <n>', `how many snapshots to keep (default ${DEFAULT_KEPT})`, wholeNumber)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nOne run every 15 minutes loses at most that much; for example with cron:' +
        '\n  */15 * * * *  cd /opt/footnote && npx footnote backup /backups/footnote' +
        '\nWhat was deleted after a snapshot is in it still; delete it again after a restore.',
    )
    .action(async (folder: string, { keep = DEFAULT_KEPT, json = false }: Json & { keep?: number }) => {
      const { backupCommand } = await import('../commands/backup.ts')
      await backupCommand(config(), folder, { keep, json })
    })
  program
    .command('restore')
    .description('Bring back what was saved into an empty installation, compare it, and build its index.')
    .argument('<folder>', 'the folder that "backup" wrote')
    .option('--snapshot <name>', 'which snapshot; the newest by default')
    .option('--continue', 'go on with a restore that was interrupted before the index was built; then: reindex')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  FOOTNOTE_HOME=~/footnote-restored npx footnote restore /backups/footnote' +
        '\nSettings name the new place, as for a start: FOOTNOTE_HOME, FOOTNOTE_DATABASE_URL, FOOTNOTE_BLOBS_…',
    )
    .action(async (folder: string, options: Json & { snapshot?: string; continue?: boolean }) => {
      const { restoreCommand } = await import('../commands/restore.ts')
      const { snapshot, continue: goOn = false, json = false } = options
      await restoreCommand(config(), folder, { snapshot, continue: goOn, json })
    })
  program
    .command('migrate')
    .description('Move the embedded database of a stopped Footnote into a PostgreSQL server, and compare every table.')
    .requiredOption('--to <url>', 'the empty database, for example postgres://footnote@db.example.org/footnote')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nInterrupted, it goes on when it is run again. Originals and index stay in FOOTNOTE_HOME.')
    .action(async ({ to, json = false }: Json & { to: string }) => {
      const { migrateCommand } = await import('../commands/migrate.ts')
      await migrateCommand(config(), to, { json })
    })
}
