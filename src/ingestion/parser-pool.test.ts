import { constants, getPriority } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tinyDocx } from '../testing/tiny-office.ts'
import { tinyPdf } from '../testing/tiny-pdf.ts'
import type { ParseOutcome } from './parsed-document.ts'
import { createParserPool, type ParserPoolOptions } from './parser-pool.ts'

const never = new AbortController().signal
const bytes = Buffer.from('Hello world.')
const misbehaving = (options: ParserPoolOptions = {}) =>
  createParserPool({ slots: 1, ...options, entry: join(import.meta.dirname, '../testing/misbehaving-parser.ts') })

interface Witness {
  readonly pid: number
  readonly files: number
  readonly bytes: number
  readonly env: readonly string[]
}

function witness(outcome: ParseOutcome): Witness {
  if (outcome.type !== 'text') throw new Error(`expected text, got ${JSON.stringify(outcome)}`)
  return JSON.parse(outcome.text) as Witness
}

describe('a pool with the real parsers', () => {
  test('reads text, PDF and Office files inside the permission model', async () => {
    await using pool = createParserPool({ slots: 1 })
    const pdf = tinyPdf([[{ text: 'Everyone has twenty days of leave.' }]])
    const docx = tinyDocx('<w:p><w:r><w:t>Everyone has twenty days of leave.</w:t></w:r></w:p>')
    for (const [file, fileName] of [
      [pdf, 'a.pdf'],
      [docx, 'a.docx'],
      [Buffer.from('<p>Everyone has twenty days of leave.'), 'a.html'],
    ] as const) {
      const outcome = await pool.parse({ bytes: file, fileName }, never)
      expect(outcome).toMatchObject({ type: 'text', text: 'Everyone has twenty days of leave.' })
    }
  })

  test('says why a file cannot be read', async () => {
    await using pool = createParserPool({ slots: 1 })
    expect(await pool.parse({ bytes: Buffer.alloc(0), fileName: 'a.pdf' }, never)).toMatchObject({
      type: 'failed',
      reason: 'empty',
    })
    expect(await pool.parse({ bytes: tinyPdf([[]], { box: true }), fileName: 'a.pdf' }, never)).toMatchObject({
      type: 'needs_ocr',
      mediaType: 'application/pdf',
      pages: 1,
    })
  })
})

describe('a pool whose process misbehaves', () => {
  test.each([
    ['hang', 'timeout'],
    ['crash', 'corrupt'],
    ['exit', 'corrupt'],
    ['grow-native', 'out-of-memory'],
    ['grow-heap', 'out-of-memory'],
  ])('answers %s with %s and reads the next file', async (fileName, reason) => {
    await using pool = misbehaving({
      deadlineInMs: fileName === 'hang' ? 500 : 20_000,
      heapCapInMb: 64,
      residentCapInMb: 400,
    })
    expect(await pool.parse({ bytes, fileName }, never)).toMatchObject({ type: 'failed', reason })
    expect(witness(await pool.parse({ bytes, fileName: 'ok' }, never)).files).toBe(1)
  })

  test('gives more time to recognise text, and only then', async () => {
    const recognition = { mode: 'auto', languages: ['eng'], dataFolder: '/nowhere', budgetInMs: 60_000 } as const
    await using pool = misbehaving({ deadlineInMs: 600, recognition })
    // The process is started by then: starting does not count.
    await pool.parse({ bytes, fileName: 'ok' }, never)
    expect(await pool.parse({ bytes, fileName: 'recognise' }, never)).toMatchObject({ text: 'recognised' })
    await using without = misbehaving({ deadlineInMs: 600 })
    expect(await without.parse({ bytes, fileName: 'recognise' }, never)).toMatchObject({ reason: 'timeout' })
  })

  test('blames no file when the process does not start', async () => {
    await using pool = createParserPool({ slots: 1, entry: join(import.meta.dirname, 'no-such-file.ts') })
    await expect(pool.parse({ bytes, fileName: 'a.txt' }, never)).rejects.toThrow('did not start')
  })

  test('keeps one process for many files and replaces it after the agreed number', async () => {
    await using pool = misbehaving({ filesPerProcess: 2 })
    const seen: Witness[] = []
    for (let file = 0; file < 3; file += 1) seen.push(witness(await pool.parse({ bytes, fileName: 'ok' }, never)))
    expect(seen.map(({ files }) => files)).toEqual([1, 2, 1])
    expect(seen[1]?.pid).toBe(seen[0]?.pid)
    expect(seen[2]?.pid).not.toBe(seen[0]?.pid)
    expect(seen[0]?.bytes).toBe(bytes.length)
  })

  test('reads as many files at a time as it has slots', async () => {
    await using pool = misbehaving({ slots: 2 })
    const seen = await Promise.all(Array.from({ length: 6 }, () => pool.parse({ bytes, fileName: 'ok' }, never)))
    expect(new Set(seen.map((outcome) => witness(outcome).pid)).size).toBe(2)
  })

  test('sends chunks alone to whoever needs no more', async () => {
    await using pool = createParserPool({ slots: 1, chunksOnly: true })
    const outcome = await pool.parse({ bytes, fileName: 'a.txt' }, never)
    expect(outcome).toMatchObject({ type: 'text', text: '', blocks: [], chunks: [{ text: 'Hello world.' }] })
  })

  test('gives way to the server, unless somebody waits for what it reads', async () => {
    await using pool = misbehaving()
    await using awaited = misbehaving({ isAwaited: true })
    const priorityIn = async (of: typeof pool) =>
      getPriority(witness(await of.parse({ bytes, fileName: 'ok' }, never)).pid)
    expect(await priorityIn(awaited)).toBe(getPriority())
    expect(await priorityIn(pool)).toBe(constants.priority.PRIORITY_BELOW_NORMAL)
  })

  test('gives the process nothing of the environment', async () => {
    await using pool = misbehaving()
    const { env } = witness(await pool.parse({ bytes, fileName: 'ok' }, never))
    expect(env.filter((name) => !name.startsWith('NODE_CHANNEL'))).toEqual([])
  })

  test('kills the process when the caller gives up, and reads the next file', async () => {
    await using pool = misbehaving()
    const controller = new AbortController()
    const parsing = pool.parse({ bytes, fileName: 'hang' }, controller.signal)
    const waiting = pool.parse({ bytes, fileName: 'ok' }, controller.signal)
    controller.abort(new Error('gave up'))
    await Promise.all([parsing, waiting].map((given) => expect(given).rejects.toThrow('gave up')))
    expect(witness(await pool.parse({ bytes, fileName: 'ok' }, never)).files).toBe(1)
  })

  test('ends its processes when it is disposed', async () => {
    const pool = misbehaving()
    const { pid } = witness(await pool.parse({ bytes, fileName: 'ok' }, never))
    await pool[Symbol.asyncDispose]()
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/)
    await expect(pool.parse({ bytes, fileName: 'ok' }, never)).rejects.toThrow('closed')
  })
})
