import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { assertNever } from '../../contracts/assert-never.ts'
import { TOPICS } from '../../contracts/events.ts'
import { MAXIMUM_DELIVERIES } from '../../platform/bus/bus.ts'
import type { EntityOptions } from './namespace.ts'
import { type ServiceBusPeer, startServiceBusPeer } from './start-service-bus-peer.ts'

/**
 * The peer as a process of its own, for servers that run beside it:
 *
 *     node src/testing/service-bus-peer/main.ts --port 5672 --lock-in-ms 10000
 *
 * It prints one line of JSON with its connection string. Commands come over standard input, one per line, and each is
 * answered with one line of JSON: `counts <queue>`, `totals`, `cut`, `silence`, `stop`, `start`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, 'lock-in-ms': { type: 'string', default: '10000' } },
  })
  // Longer than the service's own default would let a run pass that sends a job twice.
  const options: EntityOptions = {
    lockDurationInMs: Number(values['lock-in-ms']),
    maximumDeliveries: MAXIMUM_DELIVERIES,
  }
  const topics = Object.fromEntries(Object.keys(TOPICS).map((topic) => [topic, { ...options, subscriptions: [] }]))
  const peer = await startServiceBusPeer({ port: Number(values.port), topics, makesMissing: options })
  const say = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`)
  say({ port: peer.port, connection_string: peer.connectionString })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0))
  for await (const line of createInterface({ input: process.stdin })) say(await obey(peer, line.trim()))
}

const COMMANDS = ['counts', 'totals', 'cut', 'silence', 'stop', 'start'] as const

async function obey(peer: ServiceBusPeer, line: string): Promise<object> {
  const [word = '', path = ''] = line.split(/\s+/)
  const command = COMMANDS.find((known) => known === word)
  if (command === undefined) return { error: `unknown command: use ${COMMANDS.join(', ')}` }
  switch (command) {
    case 'counts':
      return peer.counts(path)
    case 'totals':
      return peer.totals()
    case 'cut':
      peer.cutConnections()
      return { done: command }
    case 'silence':
      peer.silenceReceivers()
      return { done: command }
    case 'stop':
      await peer.stop()
      return { done: command }
    case 'start':
      await peer.start()
      return { done: command }
    default:
      return assertNever(command)
  }
}

await main()
