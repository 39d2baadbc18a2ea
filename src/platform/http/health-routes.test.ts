import Fastify from 'fastify'
import { expect, it } from 'vitest'
import { openTelemetry } from '../telemetry/pino-prometheus.ts'
import { installHealthRoutes, type ReadinessCheck } from './health-routes.ts'

async function readiness(...checks: readonly ReadinessCheck[]) {
  await using telemetry = openTelemetry({ level: 'silent' })
  await using app = Fastify()
  installHealthRoutes(app, checks, telemetry)
  const reply = await app.inject('/readyz')
  return { code: reply.statusCode, ...reply.json<object>() }
}

const fine = async () => undefined

it('is ready when every part answers', async () => {
  const ready = { code: 200, status: 'ready', checks: { index: 'ok' } }
  expect(await readiness({ name: 'index', check: fine, notice: async () => null })).toEqual(ready)
})

it('stays ready and tells what is worse than it should be', async () => {
  const notice = async () => 'Found by words alone.'
  const silent = () => Promise.reject(new Error('not known'))
  const found = await readiness({ name: 'index', check: fine, notice }, { name: 'queue', check: fine, notice: silent })
  expect(found).toEqual({
    code: 200,
    status: 'ready',
    checks: { index: 'ok', queue: 'ok' },
    notices: { index: 'Found by words alone.' },
  })
})

it('is not ready when a part fails', async () => {
  const check = () => Promise.reject(new Error('away'))
  expect(await readiness({ name: 'index', check })).toMatchObject({
    code: 503,
    status: 'not ready',
    checks: { index: 'failed' },
  })
})
