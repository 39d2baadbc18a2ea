import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Meter } from '@opentelemetry/api'

/** Often enough for a scrape every 15 s to see each stretch once. */
const STRETCH_IN_MS = 15_000
const RESOLUTION_IN_MS = 20
const NANOSECONDS = 1e9

/** Show how busy this process is: how late its event loop comes, memory and processor time. */
export function measureProcess(meter: Meter): AsyncDisposable {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_IN_MS })
  delay.enable()
  let latest = { p50: 0, p99: 0, max: 0 }
  const timer = setInterval(() => {
    // The histogram counts its own rhythm as delay.
    const late = (nanoseconds: number) => Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_IN_MS / 1_000)
    latest = { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) }
    delay.reset()
  }, STRETCH_IN_MS).unref()
  const lag = meter.createObservableGauge('footnote_event_loop_lag_seconds', {
    description: 'How late the event loop came in the last 15 s: median, 99th percentile, longest.',
    unit: 's',
  })
  const memory = meter.createObservableGauge('footnote_memory_bytes', {
    description: 'Memory of this process: resident, and used on the heap.',
    unit: 'By',
  })
  const cpu = meter.createObservableCounter('footnote_cpu_seconds', {
    description: 'Processor time of this process.',
    unit: 's',
  })
  lag.addCallback((result) => {
    for (const [quantile, seconds] of Object.entries(latest)) result.observe(seconds, { quantile })
  })
  memory.addCallback((result) => {
    const { rss, heapUsed } = process.memoryUsage()
    result.observe(rss, { kind: 'resident' })
    result.observe(heapUsed, { kind: 'heap' })
  })
  cpu.addCallback((result) => {
    const microseconds = Object.values(process.cpuUsage()).reduce((sum, part) => sum + part, 0)
    result.observe(microseconds / 1e6)
  })
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      delay.disable()
    },
  }
}
