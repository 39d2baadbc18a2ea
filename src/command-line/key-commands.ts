import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { DEFAULT_API_KEY_DAYS } from '../contracts/api-keys.ts'
import type { Role } from '../contracts/principal.ts'
import { type Json, list, roleList, wholeNumber } from './option-kinds.ts'

/** API keys. */
export function addKeyCommands(program: Command, config: () => Config): void {
  const keys = program.command('keys').description('Make, list and revoke API keys for scripts.')
  keys
    .command('list')
    .description('Print the API keys, newest first.')
    .option('--json', 'print one JSON object per key')
    .action(async ({ json }: Json) => {
      const { listKeysCommand } = await import('../commands/keys.ts')
      await listKeysCommand(config(), { json: json ?? false })
    })
  keys
    .command('create')
    .description('Make an API key and print it, this once.')
    .argument('<name>', 'what it is for')
    .option('--role <roles>', 'Reader, Contributor or Admin; several separated by commas', roleList, ['Reader' as Role])
    .option('--groups <ids>', 'group ids, separated by commas', list, [])
    .option('--days <n>', 'how long it is valid, at most 365', wholeNumber, DEFAULT_API_KEY_DAYS)
    .option('--json', 'print one JSON object')
    .action(async (name: string, options: Json & { role: Role[]; groups: string[]; days: number }) => {
      const { createKeyCommand } = await import('../commands/keys.ts')
      await createKeyCommand(config(), name, { ...options, roles: options.role, json: options.json ?? false })
    })
  keys
    .command('revoke')
    .description('Refuse an API key from now on.')
    .argument('<id>', 'id of the key, as listed')
    .action(async (id: string) => {
      const { revokeKeyCommand } = await import('../commands/keys.ts')
      await revokeKeyCommand(config(), id)
    })
}
