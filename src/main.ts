import { Command } from 'commander'
import { addAccessCommands } from './command-line/access-commands.ts'
import { addAuditCommands } from './command-line/audit-commands.ts'
import { addBackupCommands } from './command-line/backup-commands.ts'
import { addDeadLetterCommands } from './command-line/dead-letter-commands.ts'
import { addDocumentCommands } from './command-line/document-commands.ts'
import { addGoldenCommands } from './command-line/golden-commands.ts'
import { addIndexCommands } from './command-line/index-commands.ts'
import { addKeyCommands } from './command-line/key-commands.ts'
import { addLibraryCommands } from './command-line/library-commands.ts'
import { addPeopleCommands } from './command-line/people-commands.ts'
import { addPromptCommands } from './command-line/prompt-commands.ts'
import { addScheduleCommands } from './command-line/schedule-commands.ts'
import { addServerCommands } from './command-line/server-commands.ts'
import { addSourceCommands } from './command-line/source-commands.ts'
import { addSupportCommands } from './command-line/support-commands.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { HomeInUseError } from './platform/home/home-lock.ts'
import { installQuickImports } from './quick-imports.ts'

/** Exit code for a mistake of the caller that a sentence explains; other failures end with 1. */
const USAGE_ERROR = 2

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
  addDocumentCommands(program, config)
  addSourceCommands(program, config)
  addAccessCommands(program, config)
  addIndexCommands(program, config)
  addPromptCommands(program, config)
  addGoldenCommands(program, config)
  addScheduleCommands(program, config)
  addKeyCommands(program, config)
  addPeopleCommands(program, config)
  addDeadLetterCommands(program, config)
  addAuditCommands(program, config)
  addBackupCommands(program, config)
  addSupportCommands(program, config)
  return program
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
