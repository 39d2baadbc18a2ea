import type { Command } from 'commander'
import type { Config } from '../config.ts'
import type { Json } from './option-kinds.ts'

interface ActivateOptions extends Json {
  readonly golden?: string
  readonly override?: string
}

const GOLDEN = 'compare on these questions too: a line of JSON each, {"query": "…", "documents": ["external id"]}'
const OVERRIDE = 'make it active although it finds worse; the reason is recorded'

/** `footnote reindex` and `footnote index list|activate|remove`. */
export function addIndexCommands(program: Command, config: () => Config): void {
  program
    .command('reindex')
    .description('Build the search index anew beside the one in use, and switch over when it is complete.')
    .option('--no-activate', 'leave it beside the active one')
    .option('--golden <file>', GOLDEN)
    .option('--override <reason>', OVERRIDE)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nNeeded after an update that embeds or analyses texts differently; documents are not read again. A running server goes' +
        '\non answering, and what is added, changed or deleted meanwhile is taken along. Interrupted, it goes on when run again.' +
        '\nBefore the switch the new index is tried on the last 50 questions of people; one that finds worse stays beside.' +
        '\n\nExample:\n  npx footnote reindex\n  npx footnote index activate <id of the one before>   # to go back, within a day',
    )
    .action(async ({ activate, golden, override, json }: ActivateOptions & { activate: boolean }) => {
      const { reindexCommand } = await import('../commands/reindex.ts')
      await reindexCommand(config(), { activate, golden, override, json: json ?? false })
    })
  const index = program
    .command('index')
    .description('See the builds of the search index, choose which one searches use, or remove one.')
    .addHelpText('after', '\nExample:\n  npx footnote index list\n  npx footnote index activate <id>')
  index
    .command('list')
    .description('Print the builds of the index, newest first, with how far they are.')
    .option('--json', 'print one JSON object per build')
    .addHelpText('after', '\nExample:\n  npx footnote index list --json')
    .action(async ({ json }: Json) => {
      const { listIndexCommand } = await import('../commands/index-generations.ts')
      await listIndexCommand(config(), { json: json ?? false })
    })
  index
    .command('activate')
    .description('Let searches use a build: a new one after comparing it, or the one before to go back.')
    .argument('<id>', 'id, as "index list" shows it')
    .option('--golden <file>', GOLDEN)
    .option('--override <reason>', OVERRIDE)
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  npx footnote index activate <id> --golden questions.jsonl')
    .action(async (id: string, { golden, override, json }: ActivateOptions) => {
      const { activateIndexCommand } = await import('../commands/index-generations.ts')
      await activateIndexCommand(config(), id, { golden, override, json: json ?? false })
    })
  index
    .command('remove')
    .description('Remove a build that searches do not use. Retired ones go by themselves after a day.')
    .argument('<id>', 'id, as "index list" shows it')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  npx footnote index remove <id>')
    .action(async (id: string, { json }: Json) => {
      const { removeIndexCommand } = await import('../commands/index-generations.ts')
      await removeIndexCommand(config(), id, { json: json ?? false })
    })
}
