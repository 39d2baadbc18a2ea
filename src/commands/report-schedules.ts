import pc from 'picocolors'
import { dataOf } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import { type ReportDestination, type ReportSchedule, ReportScheduleInput } from '../contracts/report-schedules.ts'
import { withClient } from './with-client.ts'

interface Json {
  readonly json: boolean
}

/** What the command line says of a schedule. */
export interface ScheduleOptions extends Json {
  readonly report: string
  readonly by: string | undefined
  readonly format: string | undefined
  readonly days: number | undefined
  readonly cron: string
  readonly timeZone: string | undefined
  readonly mail: readonly string[] | undefined
  readonly webhook: string | undefined
}

/** Print the reports that are sent at fixed times, the next one first. */
export async function listSchedulesCommand(config: Config, { json }: Json): Promise<void> {
  const { schedules } = await withClient(config, (client) => dataOf(client.GET('/api/reports/schedules')))
  for (const schedule of schedules) console.log(json ? JSON.stringify(schedule) : linesOf(schedule))
  if (!json && schedules.length === 0)
    console.error('None yet. For example: npx footnote schedules add usage --cron @weekly --mail ada@example.org')
}

/** Send a report at fixed times from now on. */
export async function addScheduleCommand(config: Config, options: ScheduleOptions): Promise<void> {
  const { json, report: name, mail, webhook, timeZone, by, format, days, cron } = options
  const destination = destinationOf(mail, webhook)
  const given = { name, cron, destination, time_zone: timeZone, by, format, days }
  const parsed = ReportScheduleInput.safeParse(
    Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined)),
  )
  if (!parsed.success) {
    const [first] = parsed.error.issues
    throw new Error(`${first?.path.join('.')}: ${first?.message}`)
  }
  const made = await withClient(config, (client) =>
    dataOf(client.POST('/api/reports/schedules', { body: parsed.data })),
  )
  if (json) {
    console.log(JSON.stringify(made))
    return
  }
  console.log(linesOf(made))
  if (made.signing_secret !== null)
    console.error(`The receiver checks signatures with this secret, which is told only now: ${made.signing_secret}`)
  console.error(`To try it: npx footnote schedules send ${made.id}`)
}

/** Send a report no more. */
export async function removeScheduleCommand(config: Config, id: string, { json }: Json): Promise<void> {
  const params = { path: { id } }
  await withClient(config, (client) => client.DELETE('/api/reports/schedules/{id}', { params }))
  console.log(json ? JSON.stringify({ removed: id }) : `${id} is sent no more.`)
}

/** Send a report once more, now. */
export async function sendScheduleCommand(config: Config, id: string, { json }: Json): Promise<void> {
  const params = { path: { id } }
  await withClient(config, (client) => client.POST('/api/reports/schedules/{id}/send', { params }))
  console.log(
    json ? JSON.stringify({ sent: id }) : 'It is being sent; "npx footnote schedules list" tells whether it arrived.',
  )
}

function destinationOf(mail: readonly string[] | undefined, webhook: string | undefined): ReportDestination {
  if (mail !== undefined && webhook === undefined) return { type: 'mail', to: [...mail] }
  if (webhook !== undefined && mail === undefined) return { type: 'webhook', url: webhook }
  throw new Error('Say where it goes: --mail <addresses> or --webhook <url>.')
}

function linesOf({
  id,
  name,
  by,
  format,
  days,
  cron,
  time_zone,
  destination,
  next_at,
  last_at,
  last_problem,
}: ReportSchedule) {
  const [what, where] =
    destination.type === 'mail' ? [`${format} by mail`, destination.to.join(', ')] : ['JSON', destination.url]
  const last =
    last_at === null ? '' : `\n  last ${last_at}: ${last_problem === null ? pc.green('arrived') : pc.red(last_problem)}`
  return `${id}  ${pc.bold(name)} by ${by}, ${days} days, as ${what} to ${where}\n  ${cron} ${time_zone}, next ${next_at}${last}`
}
