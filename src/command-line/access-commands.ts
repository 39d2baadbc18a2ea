import { type Command, Option } from 'commander'
import type { Config } from '../config.ts'
import { ACCESS_LIST_KINDS, type AccessListKind } from '../contracts/access.ts'
import { type Json, list } from './option-kinds.ts'

interface AccessTarget {
  readonly collection?: string
  readonly source?: string
}

/** Who may read what. */
export function addAccessCommands(program: Command, config: () => Config): void {
  const access = program.command('access').description('See and change who may read what, and find out why.')
  const add = (name: string, description: string) =>
    access
      .command(name)
      .description(description)
      .argument('[document]', 'title or id of a document')
      .option('--collection <name>', 'the list that documents of this collection inherit')
      .option('--source <name>', 'the list that documents of this source inherit')
      .option('--json', 'print one JSON object')
  add('show', 'Print who may read a document, or the list of a collection or source.').action(
    async (document: string | undefined, { json, ...target }: Json & AccessTarget) => {
      const { showAccessCommand } = await import('../commands/access.ts')
      await showAccessCommand(config(), { document, ...target }, { json: json ?? false })
    },
  )
  add('set', 'Change who may read a document, or the list of a collection or source.')
    .option('--access <entries>', 'everyone, user:<id>, group:<id>, separated by commas', list)
    .addOption(new Option('--inherit <from>', 'follow this list').choices(ACCESS_LIST_KINDS))
    .option('--as-administrator', 'also for a document, named by its id, that you may not read yourself')
    .action(
      async (
        document: string | undefined,
        {
          json,
          access: entries,
          inherit,
          asAdministrator,
          ...target
        }: Json & AccessTarget & { access?: string[]; inherit?: AccessListKind; asAdministrator?: boolean },
      ) => {
        const { setAccessCommand } = await import('../commands/access.ts')
        const options = { access: entries, inherit, asAdministrator, json: json ?? false }
        await setAccessCommand(config(), { document, ...target }, options)
      },
    )
  access
    .command('explain')
    .description('Say why somebody may or may not read a document.')
    .argument('<user>', 'e-mail address or object id of a person, or key:<id> of an API key')
    .argument('<document>', 'its title or id')
    .option('--groups <ids>', 'groups to assume, separated by commas, instead of those known here')
    .option('--json', 'print one JSON object')
    .action(async (user: string, document: string, { json, groups }: Json & { groups?: string }) => {
      const { explainAccessCommand } = await import('../commands/access.ts')
      await explainAccessCommand(config(), { user, document, groups, json: json ?? false })
    })
}
