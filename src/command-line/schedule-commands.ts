import type { Command } from 'commander'
import { Option } from 'commander'
import type { Config } from '../config.ts'
import { EXPORT_FORMATS } from '../contracts/report-exports.ts'
import { GROUPINGS, REPORT_NAMES } from '../contracts/reports.ts'
import { type Json, list, wholeNumber } from './option-kinds.ts'

interface AddOptions extends Json {
  readonly by?: string
  readonly format?: string
  readonly days?: number
  readonly cron: string
  readonly timeZone?: string
  readonly mail?: string[]
  readonly webhook?: string
}

/** `footnote schedules list|add|remove|send`. */
export function addScheduleCommands(program: Command, config: () => Config): void {
  const schedules = program
    .command('schedules')
    .description('Send reports at fixed times, by mail or to a webhook.')
    .addHelpText(
      'after',
      '\nExample:\n  npx footnote schedules add usage --cron "0 7 * * 1" --time-zone Europe/Berlin --mail ada@example.org' +
        '\n  npx footnote schedules add cost --by model --cron @daily --days 1 --webhook https://example.org/hook',
    )
  schedules
    .command('list')
    .description('Print what is sent where, the next one first, and whether the last one arrived.')
    .option('--json', 'print one JSON object per schedule')
    .action(async ({ json }: Json) => {
      const { listSchedulesCommand } = await import('../commands/report-schedules.ts')
      await listSchedulesCommand(config(), { json: json ?? false })
    })
  addAdding(schedules, config)
  for (const [name, description] of [
    ['remove', 'Send a report no more.'],
    ['send', 'Send a report once more, now.'],
  ] as const)
    schedules
      .command(name)
      .description(description)
      .argument('<id>', 'id, as "schedules list" shows it')
      .option('--json', 'print one JSON object')
      .action(async (id: string, { json }: Json) => {
        const commands = await import('../commands/report-schedules.ts')
        const run = name === 'send' ? commands.sendScheduleCommand : commands.removeScheduleCommand
        await run(config(), id, { json: json ?? false })
      })
}

function addAdding(schedules: Command, config: () => Config): void {
  schedules
    .command('add')
    .description('Send a report at fixed times from now on.')
    .argument('<report>', REPORT_NAMES.join(', '))
    .requiredOption('--cron <when>', 'minute, hour, day, month, weekday; or @daily, @weekly, @monthly')
    .option('--time-zone <name>', 'for example Europe/Berlin; UTC unless told')
    .option('--days <number>', 'how many whole days it covers; 7 unless told', wholeNumber)
    .addOption(new Option('--by <what>', 'what a row is').choices(GROUPINGS))
    .addOption(new Option('--format <format>', 'of the file that a letter brings').choices(EXPORT_FORMATS))
    .option('--mail <addresses>', 'send it to these people, separated by commas', list)
    .option('--webhook <url>', 'or post it there')
    .option('--json', 'print one JSON object')
    .action(async (report: string, { by, format, days, cron, timeZone, mail, webhook, json }: AddOptions) => {
      const { addScheduleCommand } = await import('../commands/report-schedules.ts')
      const given = { report, by, format, days, cron, timeZone, mail, webhook }
      await addScheduleCommand(config(), { ...given, json: json ?? false })
    })
}
