import pc from 'picocolors'

const WIDTH = 30

export interface Progress {
  readonly done: number
  readonly failed: number
  readonly total: number
  readonly startedAt: number
}

/** A line that is drawn over itself on a terminal, and printed once at the end where there is none. */
export function createProgressBar(stream: NodeJS.WriteStream) {
  return {
    draw: (progress: Progress, now: number): void => {
      if (stream.isTTY) stream.write(`\r\u001B[K${lineOf(progress, now)}`)
    },
    finish: (progress: Progress, now: number): void => {
      stream.write(`${stream.isTTY ? '\r\u001B[K' : ''}${lineOf(progress, now)}\n`)
    },
  }
}

function lineOf({ done, failed, total, startedAt }: Progress, now: number): string {
  const share = total === 0 ? 1 : done / total
  const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░')
  const seconds = (now - startedAt) / 1000
  const rate = seconds > 0 ? done / seconds : 0
  const left = rate > 0 && done < total ? `, ${Math.ceil((total - done) / rate)} s left` : ''
  const failures = failed === 0 ? '' : pc.red(`, ${failed} not readable`)
  return `${pc.cyan(bar)} ${done}/${total} documents${failures}, ${rate.toFixed(1)}/s${left}`
}
