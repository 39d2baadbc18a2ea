import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { type Json } from './option-kinds.ts'

interface EvalWishes extends Json {
  readonly answers?: string
  readonly out?: string
  readonly against?: string
  readonly failBelow?: string
}

/** Look after an installation. */
export function addSupportCommands(program: Command, config: () => Config): void {
  program
    .command('eval')
    .description('Measure search, answers and their confidence on a set of questions with known right passages.')
    .argument('<folder>', 'folder with corpus.jsonl, queries.jsonl and qrels.tsv; answers.jsonl, unanswerable.jsonl')
    .option('--json', 'print one JSON object')
    .option('--answers <file>', 'write every judged answer to a file, to fit the confidence on')
    .option('--out <folder>', 'keep the run: eval_results.jsonl with a line a question, summary.json')
    .option(
      '--against <folder>',
      'compare with a run that was kept; a loss that is hardly chance ends with exit code 1',
    )
    .option('--fail-below <figures>', 'end with exit code 1 below these: hit_at_5=0.85,right=0.6')
    .addHelpText(
      'after',
      '\nExample:\n  npx footnote eval sets/handbook --out runs/before\n  npx footnote eval sets/handbook --against runs/before --fail-below hit_at_5=0.85',
    )
    .action(async (folder: string, { json = false, answers, out, against, failBelow }: EvalWishes) => {
      const { evalCommand } = await import('../commands/eval.ts')
      process.exitCode = await evalCommand(config(), folder, { json, answers, out, against, failBelow })
    })
  program
    .command('train')
    .description('Learn from questions with known right passages.')
    .command('reranker')
    .description(
      'Learn how much each feature of the re-ranker counts, and measure each set with weights from the others.',
    )
    .argument('<folders...>', 'folders with corpus.jsonl, queries.jsonl and qrels.tsv')
    .option('--out <file>', 'where to write the weights, for example src/retrieval/reranker-weights.json')
    .option('--json', 'print one JSON object')
    .action(async (folders: string[], { out, json }: Json & { out?: string }) => {
      const { trainRerankerCommand } = await import('../commands/train-reranker.ts')
      await trainRerankerCommand(config(), folders, { out, json: json ?? false })
    })
  program
    .command('parse')
    .description('Show what Footnote reads in files, without adding them and without a server.')
    .argument('<paths...>', 'files or folders')
    .option('--json', 'print one JSON object per file, with the text of each page')
    .action(async (paths: string[], { json }: Json) => {
      const { parseCommand } = await import('../commands/parse.ts')
      process.exitCode = await parseCommand(config(), paths, { json: json ?? false })
    })
  addDoctorCommands(program, config)
}

function addDoctorCommands(program: Command, config: () => Config): void {
  const doctor = program
    .command('doctor')
    .description('Check what Footnote needs on this machine and say what to do about what is missing.')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: Json) => {
      const { doctorCommand } = await import('../commands/doctor.ts')
      process.exitCode = await doctorCommand(config(), { json: json ?? false })
    })
  doctor
    .command('audit')
    .description(
      'Check that the records of answers and all other acts are as they were written, and name the first place where they are not.',
    )
    .option('--json', 'print one JSON object')
    .action(async (_: object, command: Command) => {
      // "--json" is an option of "doctor" too, which takes it first.
      const { json } = command.optsWithGlobals<Json>()
      const { auditCommand } = await import('../commands/audit.ts')
      process.exitCode = await auditCommand(config(), { json: json ?? false })
    })
  doctor
    .command('stream')
    .description('Measure whether streamed answers arrive as they are sent, or something on the way holds them back.')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  npx footnote doctor stream\n  FOOTNOTE_SERVER=https://footnote.example.org npx footnote doctor stream',
    )
    .action(async (_: object, command: Command) => {
      const { json } = command.optsWithGlobals<Json>()
      const { checkStreamCommand } = await import('../commands/check-stream.ts')
      process.exitCode = await checkStreamCommand(config(), { json: json ?? false })
    })
}
