import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus'
import type { Database } from '../database/database.ts'
import { findSilentJobs, MessageReference, sendAgain } from './service-bus-jobs.ts'

/** Only then is the broker asked whether it still has a job; one that runs may take as long as the longest run. */
const SUSPICIOUS = { unstartedInSeconds: 120, startedInSeconds: 3_600 }
const PEEKED_AT_ONCE = 100

/** True when a job was handed to the broker a while ago, and no worker got it. */
export async function isJobOverdue(database: Database, queue: string, patienceInMs: number): Promise<boolean> {
  const limits = { unstartedInSeconds: patienceInMs / 1_000, startedInSeconds: null }
  return (await findSilentJobs(database, queue, limits)).length > 0
}

/** True when the broker shows a message that came a while ago. */
export async function isMessageOverdue(receiver: ServiceBusReceiver, patienceInMs: number): Promise<boolean> {
  const [first] = await receiver.peekMessages(1)
  const enqueuedAt = first?.enqueuedTimeUtc?.getTime() ?? Number.POSITIVE_INFINITY
  return Date.now() - enqueuedAt > patienceInMs
}

/**
 * Send jobs again that the broker should have and has not: somebody emptied the queue, or it was made anew. Returns how many.
 * The broker shows what is locked as well; jobs that run are asked about only after an hour all the same.
 */
export async function recoverLostJobs(database: Database, client: ServiceBusClient, queue: string): Promise<number> {
  const silent = await findSilentJobs(database, queue, SUSPICIOUS)
  if (silent.length === 0) return 0
  const present = await peekAll(client, queue)
  const lost = silent.filter((reference) => !present.has(nameOf(reference)))
  for (const reference of lost) await sendAgain(database, reference)
  return lost.length
}

async function peekAll(client: ServiceBusClient, queue: string): Promise<ReadonlySet<string>> {
  // A receiver of its own: each goes on where its last peek ended.
  const receiver = client.createReceiver(queue)
  const names = new Set<string>()
  try {
    let page: ServiceBusReceivedMessage[]
    do {
      page = await receiver.peekMessages(PEEKED_AT_ONCE)
      for (const { applicationProperties } of page) {
        const reference = MessageReference.safeParse(applicationProperties)
        if (reference.success) names.add(nameOf(reference.data))
      }
    } while (page.length > 0)
  } finally {
    await receiver.close()
  }
  return names
}

function nameOf({ id, sending }: MessageReference): string {
  return `${id}:${sending}`
}
