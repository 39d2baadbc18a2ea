/**
 * The people of bench/load, in a process of their own: reads a plan as JSON from standard input, asks its questions at the
 * times it names, and prints what became of each as JSON. Open loop: when a question is asked depends on the plan alone, never
 * on how soon the one before was answered, so a slow server is not spared the questions that people would have asked
 * meanwhile. A plan without times is a closed loop: each person asks again as soon as an answer has ended.
 *
 *   node bench/load/send-questions.ts < plan.json
 */
import { Agent } from 'node:http'
import { json } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { askOneQuestion, now, type Outcome } from './one-question.ts'

export interface Plan {
  readonly url: string
  /** Who asks; questions name them by their place. */
  readonly tokens: readonly string[]
  /** Sorted by time. */
  readonly questions: readonly PlannedQuestion[]
  /** Nothing is asked later than this; null asks each question when it is due. */
  readonly closedLoopForInMs: number | null
  /** Answers that are still missing so long after the last question count as errors. */
  readonly patienceInMs: number
}

export interface PlannedQuestion {
  readonly asker: number
  readonly question: string
  /** Milliseconds from the start; of no meaning in a closed loop. */
  readonly at: number
}

/** One question with what became of it, and how late this process was with asking it. */
export interface Sent extends Outcome {
  readonly asker: number
  readonly question: string
  readonly lateInMs: number
}

const plan = (await json(process.stdin)) as Plan
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
const stop = new AbortController()
const startedAt = now()
const sent = plan.closedLoopForInMs === null ? await openLoop() : await closedLoop(plan.closedLoopForInMs)
agent.destroy()
process.stdout.write(JSON.stringify(sent))

async function openLoop(): Promise<readonly Sent[]> {
  const running: Promise<Sent>[] = []
  for (const planned of plan.questions) {
    const early = startedAt + planned.at - now()
    if (early > 1) await wait(early)
    running.push(ask(planned, startedAt + planned.at))
  }
  const patience = setTimeout(() => stop.abort(new Error('no answer came')), plan.patienceInMs)
  const all = await Promise.all(running)
  clearTimeout(patience)
  return all
}

async function closedLoop(forInMs: number): Promise<readonly Sent[]> {
  const all: Sent[] = []
  const patience = setTimeout(() => stop.abort(new Error('no answer came')), forInMs + plan.patienceInMs)
  const person = async (asker: number): Promise<void> => {
    const own = plan.questions.filter((planned) => planned.asker === asker)
    for (let n = 0; now() < startedAt + forInMs; n++) {
      const planned = own[n % own.length]
      if (planned === undefined) return
      all.push(await ask(planned, now()))
    }
  }
  await Promise.all(plan.tokens.map((_, asker) => person(asker)))
  clearTimeout(patience)
  return all
}

async function ask({ asker, question }: PlannedQuestion, dueAt: number): Promise<Sent> {
  const lateInMs = now() - dueAt
  const token = plan.tokens[asker] ?? ''
  const outcome = await askOneQuestion({ url: plan.url, agent, token, question, signal: stop.signal })
  return { ...outcome, asker, question, lateInMs }
}
