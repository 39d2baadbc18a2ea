import { and, asc, eq } from 'drizzle-orm'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { CallContext } from '../contracts/call-context.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Database } from '../platform/database/database.ts'
import { budgets as budgetRows, budgetUse } from '../platform/database/schema.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { problemResponses } from '../platform/http/problem-responses.ts'
import { askQuestions } from '../policies/ask-questions.ts'
import { manageLimits } from '../policies/manage-limits.ts'
import type { DefaultBudgets } from './budget-limits.ts'
import { type BudgetState, type Budgets, dayOf, resetsAt } from './budgets.ts'

export interface BudgetRoutesDependencies {
  readonly database: Database
  readonly budgets: Pick<Budgets, 'stateFor'>
  readonly defaults: DefaultBudgets
}

const MICROS = 1_000_000

const Subject = z
  .string()
  .max(300)
  .regex(/^(tenant|everyone|user:\S+|group:\S+)$/, 'must be "tenant", "everyone", "user:<object id>" or "group:<id>"')
const tokensPerDay = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable()
const costPerDay = z.number().min(0).max(1e9).nullable()

const BudgetToSet = z.strictObject({
  tokens_per_day: tokensPerDay.default(null).describe('Null for no limit.'),
  cost_per_day: costPerDay.default(null).describe('In the currency of the model prices; null for no limit.'),
})

const Used = z.object({ tokens_used: z.number().int(), cost_used: z.number() })
const Budget = Used.extend({ subject: Subject, tokens_per_day: tokensPerDay, cost_per_day: costPerDay })
const Own = Budget.extend({
  tokens_left: z
    .number()
    .int()
    .nullable()
    .describe('Null for no limit; what answers in the making may take is held back.'),
  cost_left: z.number().nullable(),
})
const resets_at = z.iso.datetime().describe('When the day ends, in UTC, and everything used is forgotten.')

const tags = ['budgets']
const schemas = {
  own: {
    operationId: 'getOwnBudget',
    summary:
      'What is left of the budgets that hold for you today: your own, those of your groups, and the one of your organisation.',
    tags,
    response: { 200: z.object({ resets_at, budgets: z.array(Own) }), ...problemResponses(401, 403, 429) },
  },
  list: {
    operationId: 'listBudgets',
    summary: 'The budgets that are set, the defaults for all others, and what was used today.',
    tags,
    response: {
      200: z.object({
        resets_at,
        defaults: z.object({
          user_tokens_per_day: z.number().int().nullable(),
          tenant_tokens_per_day: z.number().int().nullable(),
        }),
        budgets: z.array(Budget),
      }),
      ...problemResponses(401, 403, 429),
    },
  },
  set: {
    operationId: 'setBudget',
    summary:
      'Set what the tenant, each user ("everyone"), one user or all members of a group together may use per day. It holds from the next question on and replaces the default whole.',
    tags,
    querystring: z.object({ subject: Subject }),
    body: BudgetToSet,
    response: { 204: z.null(), ...problemResponses(400, 401, 403, 429) },
  },
  remove: {
    operationId: 'deleteBudget',
    summary: 'Take a budget away, so that the default holds again. Succeeds when there is none.',
    tags,
    querystring: z.object({ subject: Subject }),
    response: { 204: z.null(), ...problemResponses(400, 401, 403, 429) },
  },
}

/** What one may still use, and who may use how much. */
export function budgetRoutes({ database, budgets, defaults }: BudgetRoutesDependencies): FastifyPluginAsync {
  return async (instance) => {
    const app = instance.withTypeProvider<ZodTypeProvider>()
    const forAdministrators = { config: { policy: manageLimits } }

    app.get('/api/budget', { schema: schemas.own, config: { policy: askQuestions } }, async (request) => {
      const context = callContextOf(request)
      const states = await budgets.stateFor(context)
      return { resets_at: resetsAt(context.clock.now()).toISOString(), budgets: states.map(ownBudget) }
    })
    app.get('/api/admin/budgets', { schema: schemas.list, ...forAdministrators }, async (request) => {
      const context = callContextOf(request)
      return {
        resets_at: resetsAt(context.clock.now()).toISOString(),
        defaults: {
          user_tokens_per_day: defaults.userTokensPerDay || null,
          tenant_tokens_per_day: defaults.tenantTokensPerDay || null,
        },
        budgets: await listBudgets(database, context),
      }
    })
    app.put('/api/admin/budgets', { schema: schemas.set, ...forAdministrators }, async (request, reply) => {
      await setBudget(database, { subject: request.query.subject, ...request.body }, callContextOf(request))
      return reply.code(204).send(null)
    })
    app.delete('/api/admin/budgets', { schema: schemas.remove, ...forAdministrators }, async (request, reply) => {
      await deleteBudget(database, request.query.subject, callContextOf(request))
      return reply.code(204).send(null)
    })
  }
}

function ownBudget(state: BudgetState): z.infer<typeof Own> {
  const { subject, tokens, costInMicros } = state
  const tokensTaken = state.usedTokens + state.reservedTokens
  const costTaken = state.usedCostInMicros + state.reservedCostInMicros
  return {
    subject,
    tokens_per_day: tokens,
    tokens_used: state.usedTokens,
    tokens_left: tokens === null ? null : Math.max(0, tokens - tokensTaken),
    cost_per_day: costInMicros === null ? null : costInMicros / MICROS,
    cost_used: state.usedCostInMicros / MICROS,
    cost_left: costInMicros === null ? null : Math.max(0, costInMicros - costTaken) / MICROS,
  }
}

async function listBudgets(database: Database, { principal, clock }: CallContext): Promise<z.infer<typeof Budget>[]> {
  const usedToday = and(
    eq(budgetUse.tenantId, budgetRows.tenantId),
    eq(budgetUse.subject, budgetRows.subject),
    eq(budgetUse.day, dayOf(clock.now())),
  )
  const rows = await database
    .forTenant(principal.tenant_id)
    .select({ set: budgetRows, used: budgetUse })
    .from(budgetRows)
    .leftJoin(budgetUse, usedToday)
    .where(eq(budgetRows.tenantId, principal.tenant_id))
    .orderBy(asc(budgetRows.subject))
  return rows.map(({ set, used }) => ({
    subject: set.subject,
    tokens_per_day: set.tokensPerDay,
    cost_per_day: set.costPerDayInMicros === null ? null : set.costPerDayInMicros / MICROS,
    tokens_used: used?.tokens ?? 0,
    cost_used: (used?.costInMicros ?? 0) / MICROS,
  }))
}

async function setBudget(
  database: Database,
  { subject, tokens_per_day, cost_per_day }: z.infer<typeof BudgetToSet> & { readonly subject: string },
  context: CallContext,
): Promise<void> {
  const { principal, clock } = context
  const limits = {
    tokensPerDay: tokens_per_day,
    costPerDayInMicros: cost_per_day === null ? null : Math.round(cost_per_day * MICROS),
    updatedAt: new Date(clock.now()),
  }
  await database.forTenant(principal.tenant_id).transaction(async (tx) => {
    await tx
      .insert(budgetRows)
      .values({ tenantId: principal.tenant_id, subject, ...limits })
      .onConflictDoUpdate({ target: [budgetRows.tenantId, budgetRows.subject], set: limits })
    await noteAct(tx, context, {
      kind: 'budget-set',
      object: `budget:${subject}`,
      detail: { tokens_per_day, cost_per_day },
    })
  })
}

async function deleteBudget(database: Database, subject: string, context: CallContext): Promise<void> {
  const { tenant_id: tenantId } = context.principal
  await database.forTenant(tenantId).transaction(async (tx) => {
    const row = and(eq(budgetRows.tenantId, tenantId), eq(budgetRows.subject, subject))
    const removed = await tx.delete(budgetRows).where(row).returning({ subject: budgetRows.subject })
    if (removed.length > 0) await noteAct(tx, context, { kind: 'budget-removed', object: `budget:${subject}` })
  })
}
