import { expect, it } from 'vitest'
import { openTelemetry } from './pino-prometheus.ts'

it('renders counted events in the Prometheus text format', async () => {
  await using telemetry = openTelemetry({ level: 'silent' })
  telemetry.meter
    .createCounter('footnote_questions', { description: 'Questions asked.' })
    .add(2, { outcome: 'answered' })
  const text = await telemetry.renderMetrics()
  expect(text).toContain('# TYPE footnote_questions_total counter')
  expect(text).toMatch(/footnote_questions_total\{.*outcome="answered".*\} 2/)
})

it('keeps secrets and texts out of log lines', async () => {
  const lines: string[] = []
  await using telemetry = openTelemetry({ level: 'info', destination: { write: (line) => void lines.push(line) } })
  telemetry.logger.info({ headers: { authorization: 'Bearer abc' }, query: 'private', request_id: 'r1' }, 'seen')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0]!)).toMatchObject({ request_id: 'r1', query: '[Redacted]' })
  expect(lines[0]).not.toContain('abc')
})
