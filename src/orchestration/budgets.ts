import { randomUUID } from 'node:crypto'
import { and, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import { budgetReservations, budgetUse } from '../platform/database/schema.ts'
import { type BudgetLimit, type DefaultBudgets, isLimited, limitsFor, TENANT_SUBJECT } from './budget-limits.ts'

export interface BudgetsDependencies {
  readonly database: Database
  readonly defaults: DefaultBudgets
}

/** What models took or may take. */
export interface Tokens {
  readonly prompt: number
  readonly completion: number
  /** At the prices of the models that took them. */
  readonly costInMicros: number
}

/** What an answer took. */
export interface Spent {
  readonly principal: Principal
  readonly tokens: Tokens
  readonly reservations: readonly string[]
  /** When, in milliseconds since the Unix epoch. */
  readonly at: number
}

/** What is still free of a subject's budget. */
export interface BudgetState extends BudgetLimit {
  readonly usedTokens: number
  readonly usedCostInMicros: number
  /** Held by answers that are being made. */
  readonly reservedTokens: number
  readonly reservedCostInMicros: number
}

/** Keeps what models cost within what was allowed for the day (UTC). */
export interface Budgets {
  /**
   * Hold what an answer may take at most, so that many at once do not overshoot. Returns the id of the reservation, or null
   * where nothing limits the caller. Throws `budget-exceeded` when some budget has too little left.
   */
  readonly reserve: (atMost: Tokens, context: CallContext) => Promise<string | null>
  /** Count what an answer took and let its reservations go, in the transaction that records it. */
  readonly settle: (transaction: Transaction, spent: Spent) => Promise<void>
  readonly stateFor: (context: CallContext) => Promise<readonly BudgetState[]>
}

/** Longer than any answer takes; what a process that died had reserved is free again by then. */
const RESERVATION_LIFETIME_IN_MS = 10 * 60_000

export function createBudgets({ database, defaults }: BudgetsDependencies): Budgets {
  const reserve: Budgets['reserve'] = async (atMost, { principal, clock }) => {
    const orm = database.forTenant(principal.tenant_id)
    const limits = (await limitsFor(orm, principal, defaults)).filter(isLimited)
    if (limits.length === 0) return null
    const now = clock.now()
    const need = { tokens: atMost.prompt + atMost.completion, costInMicros: atMost.costInMicros }
    const id = randomUUID()
    await orm.transaction(async (transaction) => {
      await lock(transaction, principal.tenant_id)
      await transaction.delete(budgetReservations).where(lte(budgetReservations.expiresAt, new Date(now)))
      const states = await statesOf(transaction, principal.tenant_id, limits, now)
      const short = states.find((state) => !hasRoom(state, need))
      if (short !== undefined) throw exceeded(short.subject, now)
      const held = { tenantId: principal.tenant_id, id, ...need, expiresAt: new Date(now + RESERVATION_LIFETIME_IN_MS) }
      await transaction.insert(budgetReservations).values(limits.map(({ subject }) => Object.assign({ subject }, held)))
    })
    return id
  }

  const settle: Budgets['settle'] = async (transaction, { principal, tokens, reservations, at: now }) => {
    const tenantId = principal.tenant_id
    const total = tokens.prompt + tokens.completion
    const held = inArray(budgetReservations.id, [...reservations])
    if (reservations.length > 0)
      await transaction.delete(budgetReservations).where(and(eq(budgetReservations.tenantId, tenantId), held))
    if (total === 0) return
    const spent = { tenantId, day: dayOf(now), tokens: total, costInMicros: tokens.costInMicros }
    const limits = await limitsFor(transaction, principal, defaults)
    await transaction
      .insert(budgetUse)
      // In one order, so that two answers that end at once never wait for each other.
      .values(
        limits
          .map(({ subject }) => Object.assign({ subject }, spent))
          .toSorted((a, b) => (a.subject < b.subject ? -1 : 1)),
      )
      .onConflictDoUpdate({
        target: [budgetUse.tenantId, budgetUse.day, budgetUse.subject],
        set: {
          tokens: sql`${budgetUse.tokens} + excluded.tokens`,
          costInMicros: sql`${budgetUse.costInMicros} + excluded.cost_in_micros`,
        },
      })
  }

  return {
    reserve,
    settle,
    stateFor: async ({ principal, clock }) => {
      const orm = database.forTenant(principal.tenant_id)
      return statesOf(orm, principal.tenant_id, await limitsFor(orm, principal, defaults), clock.now())
    },
  }
}

/** When the budgets of the day are renewed. */
export function resetsAt(now: number): Date {
  const day = new Date(now)
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 1))
}

export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10)
}

/** Two answers of a tenant must not both take the last of a budget. */
async function lock(transaction: Transaction, tenantId: string): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`budgets:${tenantId}`}, 0))`)
}

/** Used and held are read in one statement: an answer that is settled in between must count in exactly one of them. */
async function statesOf(
  orm: ReturnType<Database['forTenant']> | Transaction,
  tenantId: string,
  limits: readonly BudgetLimit[],
  now: number,
): Promise<readonly BudgetState[]> {
  const subjects = limits.map(({ subject }) => subject)
  const used = orm
    .select({
      of: sql<'use' | 'hold'>`'use'`.as('of'),
      subject: budgetUse.subject,
      tokens: sql`${budgetUse.tokens}`.mapWith(Number).as('tokens'),
      cost: sql`${budgetUse.costInMicros}`.mapWith(Number).as('cost'),
    })
    .from(budgetUse)
    .where(and(eq(budgetUse.tenantId, tenantId), eq(budgetUse.day, dayOf(now)), inArray(budgetUse.subject, subjects)))
  const held = orm
    .select({
      of: sql<'use' | 'hold'>`'hold'`.as('of'),
      subject: budgetReservations.subject,
      tokens: sql`sum(${budgetReservations.tokens})`.mapWith(Number).as('tokens'),
      cost: sql`sum(${budgetReservations.costInMicros})`.mapWith(Number).as('cost'),
    })
    .from(budgetReservations)
    .where(
      and(
        eq(budgetReservations.tenantId, tenantId),
        inArray(budgetReservations.subject, subjects),
        gt(budgetReservations.expiresAt, new Date(now)),
      ),
    )
    .groupBy(budgetReservations.subject)
  const rows = await unionAll(used, held)
  return limits.map((limit) => {
    const row = (of: 'use' | 'hold') => rows.find((one) => one.of === of && one.subject === limit.subject)
    return {
      ...limit,
      usedTokens: row('use')?.tokens ?? 0,
      usedCostInMicros: row('use')?.cost ?? 0,
      reservedTokens: row('hold')?.tokens ?? 0,
      reservedCostInMicros: row('hold')?.cost ?? 0,
    }
  })
}

function hasRoom(state: BudgetState, need: Pick<BudgetState, 'tokens' | 'costInMicros'>): boolean {
  const tokens = state.usedTokens + state.reservedTokens + (need.tokens ?? 0)
  const cost = state.usedCostInMicros + state.reservedCostInMicros + (need.costInMicros ?? 0)
  return (
    (state.tokens === null || tokens <= state.tokens) && (state.costInMicros === null || cost <= state.costInMicros)
  )
}

function exceeded(subject: string, now: number): Error {
  const whose = subject === TENANT_SUBJECT ? 'Your organisation' : subject.startsWith('group:') ? 'Your group' : 'You'
  const verb = whose === 'You' ? 'have' : 'has'
  const renewal = resetsAt(now)
  return problem(
    'budget-exceeded',
    `${whose} ${verb} too little left of the model budget for today; it is renewed at ${renewal.toISOString().slice(0, 16)}Z.`,
    { retryAfterInSeconds: Math.ceil((renewal.getTime() - now) / 1000) },
  )
}
