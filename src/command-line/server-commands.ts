import type { Command } from 'commander'
import type { Config } from '../config.ts'
import type { Role } from '../contracts/principal.ts'
import { type Json, list, portNumber, roleList, wholeNumber } from './option-kinds.ts'

/** Start Footnote, and get into it. */
export function addServerCommands(program: Command, config: () => Config): void {
  program
    .command('serve')
    .description('Start Footnote. ROLES decides what this process hosts; by default everything.')
    .option('--port <n>', 'port to answer on, instead of FOOTNOTE_PORT', portNumber)
    .addHelpText('after', '\nExample:\n  npx footnote serve --port 8080')
    .action(async ({ port }: { port?: number }) => {
      const { serve } = await import('../commands/serve.ts')
      await serve({ ...config(), ...(port === undefined ? {} : { port }) })
    })
  program
    .command('token')
    .description('Print an access token for scripts, signed with the key in the data folder.')
    .option('--role <roles>', 'Reader, Contributor or Admin; several separated by commas', roleList, ['Admin' as Role])
    .option('--user <id>', 'object id of the person or script', 'administrator')
    .option('--groups <ids>', 'group ids, separated by commas', list, [])
    .option('--minutes <n>', 'how long it is valid', wholeNumber, 60)
    .option('--json', 'print one JSON object')
    .action(async (options: Json & { role: Role[]; user: string; groups: string[]; minutes: number }) => {
      const { tokenCommand } = await import('../commands/token.ts')
      await tokenCommand(config(), { ...options, roles: options.role, json: options.json ?? false })
    })
  program
    .command('sign-in')
    .description('Print a new link that signs the administrator in to the running server.')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: Json) => {
      const { signInCommand } = await import('../commands/sign-in.ts')
      await signInCommand(config(), { json: json ?? false })
    })
}
