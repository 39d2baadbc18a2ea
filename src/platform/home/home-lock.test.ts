import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
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

  it('leaves a lock that cannot be read to an owner who is just writing it', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    try {
      await writeFile(join(home, 'lock.json'), '')
      const refused = expect(takeHomeLock(home, at)).rejects.toThrow(HomeInUseError)
      await writeOwner(other.pid!)
      await refused
    } finally {
      other.kill('SIGKILL')
    }
  })

  it('can be read at every moment while its owner says where it answers', async () => {
    const lock = await takeHomeLock(home, at)
    const announcing = (async () => {
      for (let n = 0; n < 300; n++) await lock.announce(`http://127.0.0.1:${n}/${'x'.repeat(10_000)}`)
    })()
    const isDone = announcing.then(() => true)
    while (!(await Promise.race([isDone, nextTurn(false)])))
      expect(() => JSON.parse(readFileSync(join(home, 'lock.json'), 'utf8'))).not.toThrow()
    await announcing
    await lock[Symbol.asyncDispose]()
  })

  it('gives the lock back when it is released', async () => {
    const lock = await takeHomeLock(home, at)
    await lock[Symbol.asyncDispose]()
    await expect(readFile(join(home, 'lock.json'))).rejects.toThrow('ENOENT')
  })
})
