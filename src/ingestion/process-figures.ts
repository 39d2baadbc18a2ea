import { readFile } from 'node:fs/promises'

/**
 * Memory a process holds, in MB; 0 where the system does not tell. Not read at once: the kernel lets whoever asks wait
 * while the process takes memory, a tenth of a second for bombs.
 */
export async function residentInMb(pid: number | undefined): Promise<number> {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(await readFigures(pid, 'status'))?.[1]
  return Number(kilobytes ?? 0) / 1024
}

/** How long a process has waited for a processor since its start, in milliseconds; 0 where the system does not tell. */
export async function waitedInMs(pid: number | undefined): Promise<number> {
  const [, nanoseconds] = (await readFigures(pid, 'schedstat')).split(' ')
  return Number(nanoseconds ?? 0) / 1e6
}

async function readFigures(pid: number | undefined, name: 'status' | 'schedstat'): Promise<string> {
  if (process.platform !== 'linux' || pid === undefined) return ''
  try {
    return await readFile(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}
