import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { ACT_KINDS } from '../contracts/audit.ts'
import { type Json, wholeNumber } from './option-kinds.ts'

interface Wishes extends Json {
  readonly actor?: string
  readonly about?: string
  readonly kind?: string
  readonly from?: string
  readonly to?: string
}

/** What happened: `footnote audit list|export|key`, and legal holds. */
export function addAuditCommands(program: Command, config: () => Config): void {
  const audit = program
    .command('audit')
    .description('See what people and programs did, take it along, and keep it for legal matters.')
    .addHelpText(
      'after',
      '\nExample:\n  npx footnote audit list --actor ada@example.org --from 2026-11-01\n  npx footnote audit export > audit.jsonl\n\nWhether all of it is as it was written: npx footnote doctor audit',
    )
  withFilter(audit.command('list'))
    .alias('search')
    .description('Print acts, newest first: sign-ins, questions, reads, rights, exports, deletions, administration.')
    .option('--limit <number>', 'how many at most', wholeNumber, 50)
    .option('--json', 'print one JSON object per act')
    .action(async ({ limit, json = false, ...filter }: Wishes & { limit: number }) => {
      const { listAuditCommand } = await import('../commands/audit-log.ts')
      await listAuditCommand(config(), filter, { limit, json })
    })
  withFilter(audit.command('export'))
    .description('Print acts as JSON Lines, oldest first, with what was hashed.')
    .action(async (filter: Wishes) => {
      const { exportAuditCommand } = await import('../commands/audit-log.ts')
      await exportAuditCommand(config(), filter)
    })
  audit
    .command('key')
    .description('Print the public key that checkpoints are signed with; keep it apart from the server.')
    .action(async () => {
      const { printAuditKeyCommand } = await import('../commands/audit-log.ts')
      await printAuditKeyCommand(config())
    })
  addHoldCommands(audit, config)
}

function withFilter(command: Command): Command {
  return command
    .option('--actor <person>', 'only what this person did: e-mail address or object id')
    .option('--about <object>', 'only what names this: "document:<id>", "user:<object id>", "budget:tenant" …')
    .option(
      '--kind <kind>',
      `only these: question, ${ACT_KINDS.slice(0, 3).join(', ')} … ("list --json" shows the kinds)`,
    )
    .option('--from <time>', 'from then on: 2026-11-01, or with a time: 2026-11-01T08:00:00Z')
    .option('--to <time>', 'before then')
}

function addHoldCommands(audit: Command, config: () => Config): void {
  const holds = audit.command('holds').description('Keep what somebody, or everybody, asked and did, or a document.')
  holds
    .command('list')
    .description('Print the holds, newest first.')
    .option('--json', 'print one JSON object per hold')
    .action(async ({ json = false }: Json) => {
      const { listHoldsCommand } = await import('../commands/legal-holds.ts')
      await listHoldsCommand(config(), json)
    })
  holds
    .command('place')
    .description(
      'Keep questions, answers and acts, or a document, until the hold is lifted: neither age nor a wish removes them.',
    )
    .requiredOption('--reason <text>', 'why, for whoever looks at it later')
    .option('--person <person>', 'only those of this person: e-mail address or object id')
    .option('--document <id>', 'keep this document instead, as "documents list" shows its id')
    .option('--from <time>', 'only what happened from then on')
    .option('--to <time>', 'only what happened before')
    .action(async (hold: { reason: string; person?: string; document?: string; from?: string; to?: string }) => {
      const { placeHoldCommand } = await import('../commands/legal-holds.ts')
      await placeHoldCommand(config(), hold)
    })
  holds
    .command('lift')
    .description('Let a hold go.')
    .argument('<id>', 'as "audit holds list" shows it')
    .action(async (id: string) => {
      const { liftHoldCommand } = await import('../commands/legal-holds.ts')
      await liftHoldCommand(config(), id)
    })
}
