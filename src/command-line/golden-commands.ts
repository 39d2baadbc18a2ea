import type { Command } from 'commander'
import { Option } from 'commander'
import type { Config } from '../config.ts'
import { GOLDEN_STATES, type GoldenGenerate, type GoldenList } from '../contracts/golden-cases.ts'
import { type Json, wholeNumber } from './option-kinds.ts'

const LINE = '{"question": "…", "truth": "…", "evidence": [{"external_id": "…", "quote": "words of the passage"}]}'

/** `footnote golden list|import|export|generate|accept|refuse|remove|run|runs`. */
export function addGoldenCommands(program: Command, config: () => Config): void {
  const golden = program
    .command('golden')
    .description('Keep questions with known answers, on which changes are measured before they are used.')
    .addHelpText(
      'after',
      `\nA file has a line of JSON for each question:\n  ${LINE}\nWithout truth and evidence a question has to be declined.` +
        '\n\nExample:\n  npx footnote golden import questions.jsonl\n  npx footnote golden generate --count 20\n  npx footnote golden run',
    )
  addFiles(golden, config)
  addReview(golden, config)
  addRuns(golden, config)
}

function addFiles(golden: Command, config: () => Config): void {
  golden
    .command('import')
    .description('Take questions from a file; those that are there are replaced.')
    .argument('<file>', 'a line of JSON for each question')
    .option('--json', 'print one JSON object')
    .action(async (file: string, { json }: Json) => {
      const { importGoldenCommand } = await import('../commands/golden.ts')
      process.exitCode = await importGoldenCommand(config(), file, { json: json ?? false })
    })
  golden
    .command('export')
    .description('Write the accepted questions into a file.')
    .argument('<file>', 'file to write')
    .option('--json', 'print one JSON object')
    .action(async (file: string, { json }: Json) => {
      const { exportGoldenCommand } = await import('../commands/golden.ts')
      await exportGoldenCommand(config(), file, { json: json ?? false })
    })
  golden
    .command('generate')
    .description('Let questions be proposed from documents, by the model or, without one, by rules.')
    .option('--count <number>', 'how many at most, up to 50', wholeNumber, 10)
    .addOption(new Option('--by <writer>', 'what writes them').choices(['rules', 'model']))
    .option('--json', 'print one JSON object')
    .action(async ({ json, ...input }: Json & GoldenGenerate) => {
      const { generateGoldenCommand } = await import('../commands/golden.ts')
      await generateGoldenCommand(config(), { ...input, json: json ?? false })
    })
}

function addReview(golden: Command, config: () => Config): void {
  golden
    .command('list')
    .description('Print the questions, newest first, with where their answers stand.')
    .addOption(new Option('--state <state>', 'only those').choices(GOLDEN_STATES))
    .option('--json', 'print one JSON object per question')
    .action(async ({ state, json }: Json & { readonly state?: GoldenList['state'] }) => {
      const { listGoldenCommand } = await import('../commands/golden.ts')
      await listGoldenCommand(config(), { state, json: json ?? false })
    })
  for (const [decision, description] of [
    ['accept', 'Measure on these questions.'],
    ['refuse', 'Do not measure on these questions, nor propose them again.'],
  ] as const)
    golden
      .command(decision)
      .description(description)
      .argument('<ids...>', 'ids, as "golden list" shows them')
      .option('--json', 'print one JSON object per question')
      .action(async (ids: string[], { json }: Json) => {
        const { decideGoldenCommand } = await import('../commands/golden.ts')
        await decideGoldenCommand(config(), ids, { decision, json: json ?? false })
      })
  golden
    .command('remove')
    .description('Remove a question from the set.')
    .argument('<id>', 'id, as "golden list" shows it')
    .option('--json', 'print one JSON object')
    .action(async (id: string, { json }: Json) => {
      const { removeGoldenCommand } = await import('../commands/golden.ts')
      await removeGoldenCommand(config(), id, { json: json ?? false })
    })
}

function addRuns(golden: Command, config: () => Config): void {
  golden
    .command('run')
    .description('Ask the accepted questions now, and print how answers did, beside the run before.')
    .option('--out <folder>', 'write eval_results.jsonl and summary.json there')
    .option('--fail-below <figures>', 'exit with 1 below these, for example hit_at_5=0.85,right=0.6')
    .option('--json', 'print one JSON object')
    .action(async ({ out, failBelow, json }: Json & { readonly out?: string; readonly failBelow?: string }) => {
      const { runGoldenCommand } = await import('../commands/golden-run.ts')
      process.exitCode = await runGoldenCommand(config(), { out, failBelow, json: json ?? false })
    })
  golden
    .command('runs')
    .description('Print the last runs, newest first: by hand, of each night, and after each switch of the index.')
    .option('--json', 'print one JSON object per run')
    .action(async ({ json }: Json) => {
      const { listRunsCommand } = await import('../commands/golden-run.ts')
      await listRunsCommand(config(), { json: json ?? false })
    })
}
