import type { Command } from 'commander'
import type { Config } from '../config.ts'

interface Choice {
  readonly all?: boolean
  readonly json?: boolean
}

/** `footnote dead-letters list|replay|discard`. */
export function addDeadLetterCommands(program: Command, config: () => Config): void {
  const letters = program
    .command('dead-letters')
    .description('See what was given up after it failed again and again; have it tried again, or forget it.')
    .addHelpText('after', '\nExample:\n  npx footnote dead-letters list\n  npx footnote dead-letters replay --all')
  letters
    .command('list')
    .description('Print the dead letters, newest first, with what failed and why.')
    .option('--json', 'print one JSON object per letter')
    .addHelpText('after', '\nExample:\n  npx footnote dead-letters list --json')
    .action(async ({ json }: Choice) => {
      const { listDeadLettersCommand } = await import('../commands/dead-letters.ts')
      await listDeadLettersCommand(config(), { json: json ?? false })
    })
  for (const [name, description] of [
    ['replay', 'Try again what was given up; do it after the cause is mended.'],
    ['discard', 'Forget what was given up; its documents stay failed until they are retried or uploaded again.'],
  ] as const) {
    letters
      .command(name)
      .description(description)
      .argument('[ids...]', 'ids of letters, as "dead-letters list" shows them')
      .option('--all', 'all that there are')
      .option('--json', 'print one JSON object')
      .addHelpText('after', `\nExample:\n  npx footnote dead-letters ${name} --all`)
      .action(async (ids: string[], { all, json }: Choice, command: Command) => {
        if (ids.length > 0 === (all ?? false)) command.error('Name the letters by their ids, or give --all.')
        const { discardDeadLettersCommand, replayDeadLettersCommand } = await import('../commands/dead-letters.ts')
        const run = name === 'replay' ? replayDeadLettersCommand : discardDeadLettersCommand
        await run(config(), ids, { json: json ?? false })
      })
  }
}
