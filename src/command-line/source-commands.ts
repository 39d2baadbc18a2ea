import type { Command } from 'commander'
import type { SyncCommandOptions } from '../commands/sync.ts'
import type { Config } from '../config.ts'
import { wholeNumber } from './option-kinds.ts'

/** Keep the library in step with places outside. */
export function addSourceCommands(program: Command, config: () => Config): void {
  program
    .command('sync')
    .description('Bring the library in step with a place where documents are kept: what is new, changed or gone there.')
    .argument(
      '<place>',
      'a folder, a web page or sitemap, an Azure Blob container, or a SharePoint document library (their addresses)',
    )
    .option('--source <name>', 'what to call it here; by default the name of the folder or the address')
    .option('--watch', 'go on until stopped, and take over every change', false)
    .option(
      '--every <minutes>',
      'with --watch: how often to look at places that do not tell of changes',
      wholeNumber,
      15,
    )
    .option(
      '--access <entries>',
      'who may read documents that are new: everyone, user:<id>, group:<id>, separated by commas; those already here keep ' +
        'their lists',
    )
    .option('--collection <name>', 'collection to put them in')
    .option('--allow-private', 'read web pages of an inner network', false)
    .option('--allow-many-deletions', 'go on even if most documents are gone there', false)
    .option('--json', 'print one JSON object per look', false)
    .addHelpText(
      'after',
      '\nFiles named in .footnoteignore are left out; its patterns are those of .gitignore.' +
        '\n\nExamples:\n  npx footnote sync ~/handbook --access everyone --watch' +
        '\n  npx footnote sync https://docs.example.org/guide/ --collection guide' +
        '\n  npx footnote sync "https://example.sharepoint.com/sites/team/Shared Documents"',
    )
    .action(async (place: string, { every, ...options }: SyncCommandOptions & { every: number }) => {
      const { syncCommand } = await import('../commands/sync.ts')
      process.exitCode = await syncCommand(config(), place, { ...options, everyMinutes: every })
    })
  const sources = program.command('sources').description('See and forget the places that "sync" keeps in step.')
  sources
    .command('list')
    .description('Print them by name, with how the last look went.')
    .option('--json', 'print one JSON object per source', false)
    .action(async ({ json }: { json: boolean }) => {
      const { listSourcesCommand } = await import('../commands/sources.ts')
      await listSourcesCommand(config(), { json })
    })
  sources
    .command('forget')
    .description('Stop keeping one in step; its documents stay.')
    .argument('<name>', 'as "sources list" shows it')
    .action(async (name: string) => {
      const { forgetSourceCommand } = await import('../commands/sources.ts')
      await forgetSourceCommand(config(), name)
    })
}
