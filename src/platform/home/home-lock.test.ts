import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findHomeOwner, HomeInUseError, takeHomeLock } from './home-lock.ts'

describe('the lock of the data folder', () => {
  let home: string
  const at = new Date('2026-11-23T10:00:00Z')
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'footnote-home-'))
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  const writeOwner = (pid: number) =>
    writeFile(
      join(home, 'lock.json'),
      JSON.stringify({ pid, started_at: at.toISOString(), url: 'http://127.0.0.1:3000' }),
    )

  it('names the process that has the folder open', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    try {
      await writeOwner(other.pid!)
      await expect(takeHomeLock(home, at)).rejects.toThrow(HomeInUseError)
      await expect(takeHomeLock(home, at)).rejects.toThrow(`in use by process ${other.pid}`)
      expect(await findHomeOwner(home)).toMatchObject({ pid: other.pid, url: 'http://127.0.0.1:3000' })
    } finally {
      other.kill('SIGKILL')
    }
  })

  it('takes over the lock of a process that died', async () => {
    const dead = spawn(process.execPath, ['-e', ''])
    await once(dead, 'exit')
    await writeOwner(dead.pid!)
    expect(await findHomeOwner(home)).toBeNull()
    await using _lock = await takeHomeLock(home, at)
    expect(JSON.parse(await readFile(join(home, 'lock.json'), 'utf8')).pid).toBe(process.pid)
  })

  it('takes over a lock file that was cut short', async () => {
    await writeFile(join(home, 'lock.json'), '{"pid":')
    await using _lock = await takeHomeLock(home, at)
    expect(JSON.parse(await readFile(join(home, 'lock.json'), 'utf8')).pid).toBe(process.pid)
  })

  it('gives the lock back when it is released', async () => {
    const lock = await takeHomeLock(home, at)
    await lock[Symbol.asyncDispose]()
    await expect(readFile(join(home, 'lock.json'))).rejects.toThrow('ENOENT')
  })
})
