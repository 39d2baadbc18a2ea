import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { scrapeFootnote, seriesOf } from '../../src/testing/scrape-footnote.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const promtool = (args: readonly string[], input = '') => spawnSync('promtool', args, { input, encoding: 'utf8' })
const isInstalled = promtool(['--version']).status === 0

const Rules = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
})
const Dashboard = z.object({ panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })) })

const rules = Rules.parse(parse(await readFile(here('alerts.yml'), 'utf8'))).groups.flatMap((group) => group.rules)
const dashboards = await Promise.all(
  (await readdir(here('../grafana/dashboards'))).map(async (name) => {
    const text = await readFile(here(`../grafana/dashboards/${name}`), 'utf8')
    return [name, Dashboard.parse(JSON.parse(text)).panels.flatMap(({ targets }) => targets)] as const
  }),
)
/** Set by the comparison of the stores, an hour after a start (src/ingestion/reconcile), and by the first evaluation. */
const LATER: ReadonlySet<string> = new Set([
  'footnote_orphans',
  'footnote_missing',
  'footnote_open_deletions',
  'footnote_canary_leaks',
])
const metricsIn = (expr: string) =>
  (expr.match(/\b(?:footnote|http_server)_\w+/g) ?? []).filter((metric) => !LATER.has(metric))

describe('the metrics of alerts and dashboards', () => {
  let text = ''
  let series: ReadonlySet<string> = new Set()
  beforeAll(async () => {
    text = await scrapeFootnote()
    series = seriesOf(text)
  }, 120_000)

  it.each(rules.map(({ alert, expr }) => [alert, expr]))('are there in a running Footnote: %s', (_alert, expr) => {
    for (const metric of metricsIn(expr)) expect(series).toContain(metric)
  })

  it.each(dashboards)('are there in a running Footnote: %s', (_name, targets) => {
    expect(targets.length).toBeGreaterThan(10)
    for (const { expr } of targets) {
      for (const metric of metricsIn(expr)) expect(series).toContain(metric)
    }
  })

  it('have labels from short lists: no person, document or question', () => {
    const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, label]) => label))
    const known = 'le quantile kind limit method route status result queue outcome state store model mode reused'
    const ofOpenTelemetry =
      'otel_scope_name service_name telemetry_sdk_language telemetry_sdk_name telemetry_sdk_version'
    for (const label of labels) expect(`${known} ${ofOpenTelemetry}`.split(' ')).toContain(label)
  })

  it.skipIf(!isInstalled)('are in a form that Prometheus reads', () => {
    expect(promtool(['check', 'metrics'], text).stderr).not.toMatch(/error/i)
  })
})

describe.skipIf(!isInstalled)('Prometheus', () => {
  it('reads the rules and the configuration', () => {
    expect(execFileSync('promtool', ['check', 'config', here('prometheus.yml')], { encoding: 'utf8' })).toContain(
      'SUCCESS',
    )
  })

  it('raises each alert when it must, and not before', () => {
    const { status, stdout, stderr } = promtool(['test', 'rules', here('alerts.test.yml')])
    expect(status, stdout + stderr).toBe(0)
  })

  it('reads the expressions of the dashboards', () => {
    const queries = dashboards.flatMap(([, targets]) => targets.map(({ expr }) => expr))
    const folder = mkdtempSync(join(tmpdir(), 'footnote-rules-'))
    try {
      const rules = queries.map((expr, i) => ({ record: `query_${i}`, expr }))
      writeFileSync(join(folder, 'rules.yml'), JSON.stringify({ groups: [{ name: 'dashboards', rules }] }))
      const { status, stderr } = promtool(['check', 'rules', join(folder, 'rules.yml')])
      expect(status, stderr).toBe(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

it('every alert says what to do about it, and is tested', async () => {
  const [page, tests] = await Promise.all(
    ['../../docs/operations.md', 'alerts.test.yml'].map((path) => readFile(here(path), 'utf8')),
  )
  for (const { alert } of rules) {
    expect(page).toContain(`## ${alert}\n`)
    expect(tests).toContain(`alertname: ${alert}`)
  }
})
