import { Command, InvalidArgumentError, Option } from 'commander'
import { type Config, ConfigError, readConfig } from './config.ts'
import { ACCESS_LIST_KINDS, type AccessListKind } from './contracts/access.ts'
import { DEFAULT_API_KEY_DAYS } from './contracts/api-keys.ts'
import { ROLES, type Role } from './contracts/principal.ts'
import { HomeInUseError } from './platform/home/home-lock.ts'
import { installQuickImports } from './quick-imports.ts'

/** Exit code for a mistake of the caller that a sentence explains; other failures end with 1. */
const USAGE_ERROR = 2

function wholeNumber(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('must be a whole number of at least 1.')
  return number
}

function list(value: string): string[] {
  return value.split(',').map((entry) => entry.trim())
}

function roleList(value: string): Role[] {
  return list(value).map((name) => {
    const role = ROLES.find((known) => known.toLowerCase() === name.toLowerCase())
    if (role === undefined) throw new InvalidArgumentError(`must be ${ROLES.join(', ')}.`)
    return role
  })
}

interface Json {
  readonly json?: boolean
}

function createProgram(settings: () => Config): Command {
  const config = (): Config => {
    const { server } = program.opts<{ server?: string }>()
    return server === undefined ? settings() : { ...settings(), server }
  }
  const program = new Command('footnote')
    .description("Ask an organisation's own documents; every sentence of the answer carries a footnote.")
    .addHelpText('after', '\nSettings come from the environment; docs/configuration.md lists them all.')
    .showHelpAfterError('(run with --help to see how it is used)')
    .option('--server <url>', 'server to talk to instead of the one of this machine; sign in there with "login"')
  addServerCommands(program, config)
  addLibraryCommands(program, config)
  addAccessCommands(program, config)
  addKeyCommands(program, config)
  addPeopleCommands(program, config)
  addSupportCommands(program, config)
  return program
}

function addServerCommands(program: Command, config: () => Config): void {
  program
    .command('serve')
    .description('Start Footnote. ROLES decides what this process hosts; by default everything.')
    .action(async () => {
      const { serve } = await import('./commands/serve.ts')
      await serve(config())
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
      const { tokenCommand } = await import('./commands/token.ts')
      await tokenCommand(config(), { ...options, roles: options.role, json: options.json ?? false })
    })
  program
    .command('sign-in')
    .description('Print a new link that signs the administrator in to the running server.')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: Json) => {
      const { signInCommand } = await import('./commands/sign-in.ts')
      await signInCommand(config(), { json: json ?? false })
    })
}

function addLibraryCommands(program: Command, config: () => Config): void {
  program
    .command('ingest')
    .description('Add files and folders, and wait until each is searchable or has a stated reason why not.')
    .argument('<paths...>', 'files or folders')
    .option(
      '--access <entries>',
      'who may read them: everyone, user:<id>, group:<id>, separated by commas; by default only you',
    )
    .option('--collection <name>', 'collection to put them in')
    .option('--json', 'print one JSON object per file')
    .addHelpText('after', '\nExample:\n  npx footnote ingest ~/handbook --access everyone')
    .action(async (paths: string[], options: Json & { access?: string; collection?: string }) => {
      const { ingestCommand } = await import('./commands/ingest.ts')
      const { access, collection } = options
      process.exitCode = await ingestCommand(config(), paths, { access, collection, json: options.json ?? false })
    })
  program
    .command('ask')
    .description('Ask a question and print the answer with its footnotes.')
    .argument('<question...>', 'the question')
    .option('--top-k <n>', 'how many passages the answer may rest on', wholeNumber)
    .option('--json', 'print the answer as the API gives it')
    .addHelpText('after', '\nExample:\n  npx footnote ask "How many days of annual leave do employees get?"')
    .action(async (words: string[], options: Json & { topK?: number }) => {
      const { askCommand } = await import('./commands/ask.ts')
      await askCommand(config(), words.join(' '), { json: options.json ?? false, topK: options.topK })
    })
  program
    .command('search')
    .description('Print the passages that a question finds, best first.')
    .argument('<query...>', 'the question or words')
    .option('--top-k <n>', 'how many passages', wholeNumber)
    .option('--json', 'print the result as the API gives it')
    .action(async (words: string[], options: Json & { topK?: number }) => {
      const { searchCommand } = await import('./commands/search.ts')
      await searchCommand(config(), words.join(' '), { json: options.json ?? false, topK: options.topK })
    })
}

interface AccessTarget {
  readonly collection?: string
  readonly source?: string
}

function addAccessCommands(program: Command, config: () => Config): void {
  const access = program.command('access').description('See and change who may read what, and find out why.')
  const add = (name: string, description: string) =>
    access
      .command(name)
      .description(description)
      .argument('[document]', 'id of a document')
      .option('--collection <name>', 'the list that documents of this collection inherit')
      .option('--source <name>', 'the list that documents of this source inherit')
      .option('--json', 'print one JSON object')
  add('show', 'Print who may read a document, or the list of a collection or source.').action(
    async (document: string | undefined, { json, ...target }: Json & AccessTarget) => {
      const { showAccessCommand } = await import('./commands/access.ts')
      await showAccessCommand(config(), { document, ...target }, { json: json ?? false })
    },
  )
  add('set', 'Change who may read a document, or the list of a collection or source.')
    .option('--access <entries>', 'everyone, user:<id>, group:<id>, separated by commas', list)
    .addOption(new Option('--inherit <from>', 'follow this list').choices(ACCESS_LIST_KINDS))
    .action(
      async (
        document: string | undefined,
        {
          json,
          access: entries,
          inherit,
          ...target
        }: Json & AccessTarget & { access?: string[]; inherit?: AccessListKind },
      ) => {
        const { setAccessCommand } = await import('./commands/access.ts')
        await setAccessCommand(config(), { document, ...target }, { access: entries, inherit, json: json ?? false })
      },
    )
  access
    .command('explain')
    .description('Say why somebody may or may not read a document.')
    .argument('<user>', 'e-mail address or object id of a person, or key:<id> of an API key')
    .argument('<document>', 'id of the document')
    .option('--groups <ids>', 'groups to assume, separated by commas, instead of those known here')
    .option('--json', 'print one JSON object')
    .action(async (user: string, document: string, { json, groups }: Json & { groups?: string }) => {
      const { explainAccessCommand } = await import('./commands/access.ts')
      await explainAccessCommand(config(), { user, document, groups, json: json ?? false })
    })
}

function addKeyCommands(program: Command, config: () => Config): void {
  const keys = program.command('keys').description('Make, list and revoke API keys for scripts.')
  keys
    .command('list')
    .description('Print the API keys, newest first.')
    .option('--json', 'print one JSON object per key')
    .action(async ({ json }: Json) => {
      const { listKeysCommand } = await import('./commands/keys.ts')
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
      const { createKeyCommand } = await import('./commands/keys.ts')
      await createKeyCommand(config(), name, { ...options, roles: options.role, json: options.json ?? false })
    })
  keys
    .command('revoke')
    .description('Refuse an API key from now on.')
    .argument('<id>', 'id of the key, as listed')
    .action(async (id: string) => {
      const { revokeKeyCommand } = await import('./commands/keys.ts')
      await revokeKeyCommand(config(), id)
    })
}

function addPeopleCommands(program: Command, config: () => Config): void {
  program
    .command('login')
    .description('Sign this command line in to a server; later commands use it.')
    .addHelpText('after', '\nExample:\n  npx footnote login --server https://footnote.example.org')
    .action(async () => {
      const { loginCommand } = await import('./commands/login.ts')
      await loginCommand(config())
    })
  program
    .command('logout')
    .description('Sign this command line out.')
    .action(async () => {
      const { logoutCommand } = await import('./commands/login.ts')
      await logoutCommand(config())
    })
  const users = program.command('users').description('Invite people, give and take their rights.')
  users
    .command('list')
    .description('Print the people, newest first.')
    .option('--json', 'print one JSON object per person')
    .action(async ({ json }: Json) => {
      const { listUsersCommand } = await import('./commands/users.ts')
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
      const { inviteUserCommand } = await import('./commands/users.ts')
      const { name, role: roles, groups, json = false } = options
      await inviteUserCommand(config(), email, { name, roles, groups, json })
    })
  addRightsCommands(users, config)
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
      const { setUserCommand } = await import('./commands/users.ts')
      const { name, role: roles, groups, json = false } = options
      await setUserCommand(config(), person, { name, roles, groups, json })
    })
  users
    .command('link')
    .description('Print a new sign-in link for somebody.')
    .argument('<person>', 'e-mail address or object id')
    .option('--reset-password', 'let them choose a new password, and sign them out everywhere')
    .action(async (person: string, options: { resetPassword?: boolean }) => {
      const { linkUserCommand } = await import('./commands/users.ts')
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
        const { disableUserCommand } = await import('./commands/users.ts')
        await disableUserCommand(config(), person, disabled)
      })
  }
}

function addSupportCommands(program: Command, config: () => Config): void {
  program
    .command('eval')
    .description('Measure retrieval on a set of questions with known right passages.')
    .argument('<folder>', 'folder with corpus.jsonl, queries.jsonl and qrels.tsv')
    .option('--json', 'print one JSON object')
    .action(async (folder: string, { json }: Json) => {
      const { evalCommand } = await import('./commands/eval.ts')
      await evalCommand(config(), folder, { json: json ?? false })
    })
  program
    .command('reindex')
    .description('Rebuild the search index, after an update that reads or embeds documents differently.')
    .action(async () => {
      const { reindexCommand } = await import('./commands/reindex.ts')
      await reindexCommand(config())
    })
  program
    .command('parse')
    .description('Show what Footnote reads in files, without adding them and without a server.')
    .argument('<paths...>', 'files or folders')
    .option('--json', 'print one JSON object per file, with the text of each page')
    .action(async (paths: string[], { json }: Json) => {
      const { parseCommand } = await import('./commands/parse.ts')
      process.exitCode = await parseCommand(config(), paths, { json: json ?? false })
    })
  program
    .command('doctor')
    .description('Check what Footnote needs on this machine and say what to do about what is missing.')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: Json) => {
      const { doctorCommand } = await import('./commands/doctor.ts')
      process.exitCode = await doctorCommand(config(), { json: json ?? false })
    })
}

/** One sentence where we know what is wrong; the stack only where we do not. */
function report(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    console.error('The port is in use; stop what uses it, or set FOOTNOTE_PORT to another one.')
  } else if (error instanceof ConfigError || error instanceof HomeInUseError) {
    console.error(message)
    process.exitCode = USAGE_ERROR
    return
  } else {
    console.error(message)
    if (process.argv.includes('--debug')) console.error(error)
  }
  process.exitCode = 1
}

// Whatever is thrown where nobody waits for it is a defect: it is logged and does not end running answers.
process.on('unhandledRejection', (reason) => console.error('unexpected error', reason))

try {
  installQuickImports()
  await createProgram(() => readConfig(process.env)).parseAsync()
} catch (error) {
  report(error)
}
