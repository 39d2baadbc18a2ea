import { type Command, Option } from 'commander'
import type { Config } from '../config.ts'
import { DOCUMENT_STATES, type DocumentSummary, FAILURE_REASONS, type FailureReason } from '../contracts/documents.ts'
import type { Json } from './option-kinds.ts'

interface Choice extends Json {
  readonly state?: DocumentSummary['state']
  readonly source?: string
  readonly collection?: string
  readonly title?: string
}

interface RetryOptions extends Choice {
  readonly all?: boolean
  readonly state?: 'failed' | 'needs_ocr'
  readonly reason?: FailureReason
}

const STATES_TO_LIST = DOCUMENT_STATES.filter((state) => state !== 'deleted')

/** `footnote documents list|versions|retry|cancel|delete`. */
export function addDocumentCommands(program: Command, config: () => Config): void {
  const documents = program
    .command('documents')
    .description('See the documents, their versions and how far each is; try again, cancel, delete.')
    .addHelpText(
      'after',
      '\nExample:\n  npx footnote documents list --state failed\n  npx footnote documents retry --all --reason timeout',
    )
  documents
    .command('list')
    .description('Print the documents you may see, newest first, with their state and why.')
    .addOption(new Option('--state <state>', 'only those in this state').choices(STATES_TO_LIST))
    .option('--source <name>', 'only those of this source')
    .option('--collection <name>', 'only those of this collection')
    .option('--title <words>', 'only those with this in the title')
    .option('--json', 'print one JSON object per document')
    .addHelpText('after', '\nExample:\n  npx footnote documents list --state failed --source handbook')
    .action(async ({ json, ...choice }: Choice) => {
      const { listDocumentsCommand } = await import('../commands/documents.ts')
      await listDocumentsCommand(config(), choice, { json: json ?? false })
    })
  documents
    .command('versions')
    .description('Print the versions of a document, newest first; the one that searches use is marked.')
    .argument('<document>', 'its title, or its id as "documents list" shows it')
    .option('--json', 'print one JSON object per version')
    .addHelpText('after', '\nExample:\n  npx footnote documents versions "Travel policy"')
    .action(async (id: string, { json }: Json) => {
      const { listVersionsCommand } = await import('../commands/documents.ts')
      await listVersionsCommand(config(), id, { json: json ?? false })
    })
  addSteering(documents, config)
}

function addSteering(documents: Command, config: () => Config): void {
  documents
    .command('retry')
    .description('Read a document once more after it failed, was cancelled or held no text; or all that match.')
    .argument('[document]', 'title or id of one document')
    .option('--all', 'all that you may see; what was cancelled only with --reason cancelled')
    .addOption(new Option('--state <state>', 'with --all: only those in this state').choices(['failed', 'needs_ocr']))
    .addOption(new Option('--reason <reason>', 'with --all: only those that failed so').choices(FAILURE_REASONS))
    .option('--source <name>', 'with --all: only those of this source')
    .option('--collection <name>', 'with --all: only those of this collection')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  npx footnote documents retry handbook.pdf\n  npx footnote documents retry --all --source handbook',
    )
    .action(async (id: string | undefined, { json, all, ...choice }: RetryOptions, command: Command) => {
      if ((id === undefined) !== (all ?? false)) command.error('Name one document by its title or id, or give --all.')
      const { retryDocumentCommand, retryDocumentsCommand } = await import('../commands/documents.ts')
      if (id === undefined) await retryDocumentsCommand(config(), choice, { json: json ?? false })
      else await retryDocumentCommand(config(), id, { json: json ?? false })
    })
  documents
    .command('cancel')
    .description('Stop the reading of a document. An earlier version that searches use stays.')
    .argument('<document>', 'its title or id')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  npx footnote documents cancel handbook.pdf')
    .action(async (id: string, { json }: Json) => {
      const { cancelDocumentCommand } = await import('../commands/documents.ts')
      await cancelDocumentCommand(config(), id, { json: json ?? false })
    })
  documents
    .command('delete')
    .description('Delete documents, and print the receipt that tells when they were gone from where.')
    .argument('<documents...>', 'their titles or ids')
    .option('--json', 'print one JSON object per document')
    .addHelpText('after', '\nExample:\n  npx footnote documents delete "Travel policy"')
    .action(async (ids: string[], { json }: Json) => {
      const { deleteDocumentsCommand } = await import('../commands/delete-documents.ts')
      await deleteDocumentsCommand(config(), ids, { json: json ?? false })
    })
}
