/**
 * Browsers that open the first page, in a process of its own: reads a plan as JSON from standard input and prints how long
 * each page took as JSON. With a rate pages are asked for at their times, however soon those before came; without one each
 * connection asks again as soon as its page is there.
 *
 *   node bench/load/load-pages.ts < plan.json
 */
import { once } from 'node:events'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'

export interface PagePlan {
  readonly url: string
  readonly connections: number
  /** Null for as many as the connections get. */
  readonly perSecond: number | null
  readonly forInMs: number
}

export interface LoadedPage {
  readonly status: number
  /** Until the last byte, or until it was clear that there would be none. */
  readonly tookInMs: number
  readonly bytes: number
}

const plan = (await json(process.stdin)) as PagePlan
const agent = new Agent({ keepAlive: true, maxSockets: plan.connections })
const startedAt = performance.now()
const pages = plan.perSecond === null ? await closedLoop() : await openLoop(plan.perSecond)
agent.destroy()
process.stdout.write(JSON.stringify(pages))

async function closedLoop(): Promise<readonly LoadedPage[]> {
  const all: LoadedPage[] = []
  const connection = async (): Promise<void> => {
    while (performance.now() < startedAt + plan.forInMs) all.push(await load())
  }
  await Promise.all(Array.from({ length: plan.connections }, connection))
  return all
}

async function openLoop(perSecond: number): Promise<readonly LoadedPage[]> {
  const running: Promise<LoadedPage>[] = []
  for (let at = 0; at < plan.forInMs; at += 1_000 / perSecond) {
    const early = startedAt + at - performance.now()
    if (early > 1) await wait(early)
    running.push(load())
  }
  return Promise.all(running)
}

/** Never throws: a page that did not come has status 0. */
async function load(): Promise<LoadedPage> {
  const from = performance.now()
  let bytes = 0
  let status = 0
  try {
    const request = httpRequest(plan.url, { agent, headers: { accept: 'text/html' } })
    request.end()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    for await (const chunk of response) bytes += (chunk as Buffer).length
    status = response.statusCode ?? 0
  } catch {}
  return { status, tookInMs: performance.now() - from, bytes }
}
