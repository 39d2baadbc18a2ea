import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { type Json, wholeNumber } from './option-kinds.ts'

const SEARCH_HELP = `
Examples:
  npx footnote search deductible for emergency rooms
  npx footnote search '"paid time off" carry over'           only passages with these words in this order
  npx footnote search 'parental leave in HR policies'        only the collection, when there is one of that name
  npx footnote search 'travel in documents updated since 2025-01-01'
  npx footnote search 'total in the spreadsheets' --top-k 3

Misspelt words and acronyms are searched for as your documents write them. What was understood is printed below the passages.`

const CHAT_HELP = `
Answers appear as they are written. Ctrl-C stops an answer, Ctrl-D or an empty line ends the conversation.
Questions can be piped in as well, one a line:
  printf 'How many days of leave do employees get?\\nAnd part-time employees?\\n' | npx footnote chat`

/** Add documents and ask them. */
export function addLibraryCommands(program: Command, config: () => Config): void {
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
      const { ingestCommand } = await import('../commands/ingest.ts')
      const { access, collection } = options
      process.exitCode = await ingestCommand(config(), paths, { access, collection, json: options.json ?? false })
    })
  program
    .command('ask')
    .description('Ask a question and print the answer with its footnotes.')
    .argument('<question...>', 'the question')
    .option('--top-k <n>', 'how many passages the answer may rest on', wholeNumber)
    .option('--conversation <id>', 'a conversation of yours: the question is understood with those before it')
    .option('--json', 'print the answer as the API gives it')
    .addHelpText('after', '\nExample:\n  npx footnote ask "How many days of annual leave do employees get?"')
    .action(async (words: string[], options: Json & { topK?: number; conversation?: string }) => {
      const { askCommand } = await import('../commands/ask.ts')
      const { json = false, topK, conversation } = options
      await askCommand(config(), words.join(' '), { json, topK, conversation })
    })
  program
    .command('chat')
    .description('Ask one question after the other; each is understood with those before it.')
    .option('--conversation <id>', 'go on in a conversation of yours instead of beginning one')
    .addHelpText('after', CHAT_HELP)
    .action(async ({ conversation }: { conversation?: string }) => {
      const { chatCommand } = await import('../commands/chat.ts')
      await chatCommand(config(), conversation)
    })
  program
    .command('search')
    .description('Print the passages that a question finds, best first.')
    .argument('<query...>', 'the question or words')
    .option('--top-k <n>', 'how many passages', wholeNumber)
    .option('--as-written', 'search for the words as they are: no filters, corrections, acronyms or exact phrases')
    .option('--explain', 'show the scores that gave each passage its place (for administrators)')
    .option('--json', 'print the result as the API gives it')
    .addHelpText('after', SEARCH_HELP)
    .action(async (words: string[], options: Json & { topK?: number; asWritten?: boolean; explain?: boolean }) => {
      const { searchCommand } = await import('../commands/search.ts')
      const { topK, json = false, asWritten = false, explain = false } = options
      await searchCommand(config(), words.join(' '), { json, topK, asWritten, explain })
    })
}
