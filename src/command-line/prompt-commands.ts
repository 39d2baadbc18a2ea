import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { Config } from '../config.ts'
import type { Json } from './option-kinds.ts'

const VERSION = 'number of a version, as "prompts list" shows it; 0 is the default'

/** `footnote prompts list|show|diff|add|review|activate|rollback`. */
export function addPromptCommands(program: Command, config: () => Config): void {
  const prompts = program
    .command('prompts')
    .description('Change how answers are worded: write a version, review it, activate it, or go back.')
    .addHelpText(
      'after',
      '\nWhat keeps answers safe (passages are data, citations, the sentence that declines) is added by Footnote and stays.' +
        '\n\nExample:\n  npx footnote prompts show > wording.txt\n  npx footnote prompts add wording.txt --note "formal German"',
    )
  addReading(prompts, config)
  addWriting(prompts, config)
}

function addReading(prompts: Command, config: () => Config): void {
  prompts
    .command('list')
    .description('Print the versions, newest first.')
    .option('--json', 'print one JSON object per version')
    .action(async ({ json }: Json) => {
      const { listPromptsCommand } = await import('../commands/prompts.ts')
      await listPromptsCommand(config(), { json: json ?? false })
    })
  prompts
    .command('show')
    .description('Print a version; the active one when none is named.')
    .argument('[version]', VERSION, versionNumber)
    .option('--full', 'all that a model is told, with the rules around it')
    .option('--json', 'print one JSON object')
    .action(async (version: number | undefined, { full, json }: Json & { readonly full?: boolean }) => {
      const { showPromptCommand } = await import('../commands/prompts.ts')
      await showPromptCommand(config(), version, { full: full ?? false, json: json ?? false })
    })
  prompts
    .command('diff')
    .description('Print how a version differs from the active one, or from another.')
    .argument('<version>', VERSION, versionNumber)
    .argument('[against]', VERSION, versionNumber)
    .option('--json', 'print one JSON object')
    .action(async (version: number, against: number | undefined, { json }: Json) => {
      const { diffPromptsCommand } = await import('../commands/prompts.ts')
      await diffPromptsCommand(config(), { version, against, json: json ?? false })
    })
}

function addWriting(prompts: Command, config: () => Config): void {
  prompts
    .command('add')
    .description('Keep the text of a file as a new version, for review.')
    .argument('<file>', 'text of at most 4,000 characters')
    .option('--note <why>', 'why it is written', '')
    .option('--json', 'print one JSON object')
    .action(async (file: string, { note, json }: Json & { readonly note: string }) => {
      const { addPromptCommand } = await import('../commands/prompts.ts')
      await addPromptCommand(config(), file, { note, json: json ?? false })
    })
  prompts
    .command('review')
    .description('Say that you have read a draft of somebody else and that it may be activated.')
    .argument('<version>', VERSION, versionNumber)
    .option('--json', 'print one JSON object')
    .action(async (version: number, { json }: Json) => {
      const { reviewPromptCommand } = await import('../commands/prompts.ts')
      await reviewPromptCommand(config(), version, { json: json ?? false })
    })
  prompts
    .command('activate')
    .description('Write answers with a reviewed version, or with the default, from now on.')
    .argument('<version>', VERSION, versionNumber)
    .option('--override <reason>', 'use it although answers to the golden questions are worse; the reason is recorded')
    .option('--json', 'print one JSON object')
    .action(async (version: number, { json, override }: Json & { readonly override?: string }) => {
      const { activatePromptCommand } = await import('../commands/prompts.ts')
      await activatePromptCommand(config(), version, { override, json: json ?? false })
    })
  prompts
    .command('rollback')
    .description('Go back to the version that was active before.')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: Json) => {
      const { rollBackPromptCommand } = await import('../commands/prompts.ts')
      await rollBackPromptCommand(config(), { json: json ?? false })
    })
}

function versionNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('must be a whole number of at least 0.')
  return Number(value)
}
