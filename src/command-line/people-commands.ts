import type { Command } from 'commander'
import type { Config } from '../config.ts'
import type { Role } from '../contracts/principal.ts'
import { type Json, list, roleList } from './option-kinds.ts'

/** The people of the organisation. */
export function addPeopleCommands(program: Command, config: () => Config): void {
  program
    .command('login')
    .description('Sign this command line in to a server; later commands use it.')
    .addHelpText('after', '\nExample:\n  npx footnote login --server https://footnote.example.org')
    .action(async () => {
      const { loginCommand } = await import('../commands/login.ts')
      await loginCommand(config())
    })
  program
    .command('logout')
    .description('Sign this command line out.')
    .action(async () => {
      const { logoutCommand } = await import('../commands/login.ts')
      await logoutCommand(config())
    })
  const users = program.command('users').description('Invite people, give and take their rights.')
  users
    .command('list')
    .description('Print the people, newest first.')
    .option('--json', 'print one JSON object per person')
    .action(async ({ json }: Json) => {
      const { listUsersCommand } = await import('../commands/users.ts')
      await listUsersCommand(config(), { json: json ?? false })
    })
  users
    .command('invite')
    .description('Make an account and print the link with which its owner chooses a password.')
    .argument('<email>', 'e-mail address; what they sign in with')
    .option('--name <name>', 'the name that colleagues know them by')
    .option('--role <roles>', 'Reader, Contributor or Admin; several separated by commas', roleList, ['Reader' as Role])
    .option('--groups <ids>', 'group ids, separated by commas', list, [])
    .option('--json', 'print one JSON object')
    .action(async (email: string, options: Json & { name?: string; role: Role[]; groups: string[] }) => {
      const { inviteUserCommand } = await import('../commands/users.ts')
      const { name, role: roles, groups, json = false } = options
      await inviteUserCommand(config(), email, { name, roles, groups, json })
    })
  addRightsCommands(users, config)
  addPersonalDataCommands(users, config)
}

function addPersonalDataCommands(users: Command, config: () => Config): void {
  users
    .command('export-data')
    .description('Print everything that is kept about somebody, as JSON Lines.')
    .argument('<person>', 'e-mail address or object id')
    .addHelpText('after', '\nExample:\n  npx footnote users export-data ada@example.org > ada.jsonl')
    .action(async (person: string) => {
      const { exportPersonCommand } = await import('../commands/personal-data.ts')
      await exportPersonCommand(config(), person)
    })
  users
    .command('erase')
    .description('Erase somebody: their words go, everything else no longer tells who it was. There is no way back.')
    .argument('<person>', 'e-mail address or object id')
    .requiredOption('--yes', 'say that you mean it')
    .option('--json', 'print the receipt as one JSON object')
    .action(async (person: string, { json = false }: Json) => {
      const { erasePersonCommand } = await import('../commands/personal-data.ts')
      await erasePersonCommand(config(), person, { json })
    })
}

function addRightsCommands(users: Command, config: () => Config): void {
  users
    .command('set')
    .description('Give and take roles and groups; what is not named stays. Takes effect at their next request.')
    .argument('<person>', 'e-mail address or object id')
    .option('--role <roles>', 'Reader, Contributor or Admin; several separated by commas', roleList)
    .option('--groups <ids>', 'group ids, separated by commas; "" for none', (ids) =>
      list(ids).filter((id) => id !== ''),
    )
    .option('--name <name>', 'the name that colleagues know them by')
    .option('--json', 'print one JSON object')
    .action(async (person: string, options: Json & { name?: string; role?: Role[]; groups?: string[] }) => {
      const { setUserCommand } = await import('../commands/users.ts')
      const { name, role: roles, groups, json = false } = options
      await setUserCommand(config(), person, { name, roles, groups, json })
    })
  users
    .command('link')
    .description('Print a new sign-in link for somebody.')
    .argument('<person>', 'e-mail address or object id')
    .option('--reset-password', 'let them choose a new password, and sign them out everywhere')
    .action(async (person: string, options: { resetPassword?: boolean }) => {
      const { linkUserCommand } = await import('../commands/users.ts')
      await linkUserCommand(config(), person, options.resetPassword ?? false)
    })
  for (const [name, disabled, description] of [
    ['disable', true, 'Let somebody in no more; their sessions end at once.'],
    ['enable', false, 'Let somebody in again.'],
  ] as const) {
    users
      .command(name)
      .description(description)
      .argument('<person>', 'e-mail address or object id')
      .action(async (person: string) => {
        const { disableUserCommand } = await import('../commands/users.ts')
        await disableUserCommand(config(), person, disabled)
      })
  }
}
