import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Conversion, createOfficeConverter, type OfficeConverterOptions } from './convert-old-office.ts'
import { canSeparate } from './run-confined.ts'

const never = new AbortController().signal
const bytes = Buffer.from('an old file')
const separable = await canSeparate()

/** A shell script in the place of LibreOffice; it knows `$in`, `$out` (the folder) and `$result`. */
async function convertBy(script: string, options: Partial<OfficeConverterOptions> = {}) {
  const home = await mkdtemp(join(tmpdir(), 'footnote-office-'))
  await mkdir(join(home, 'secrets'))
  await writeFile(join(home, 'secrets', 'signing'), 'very secret')
  const soffice = join(home, 'soffice')
  const start = 'while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done; in=$1; result=$out/document.docx'
  await writeFile(soffice, `#!/bin/sh\n${start}\nmkdir -p "$out"\n${script}\n`, { mode: 0o700 })
  const temporaryFolder = join(home, 'tmp')
  const converter = createOfficeConverter({ soffice, temporaryFolder, hidden: [], separate: false, ...options })
  return {
    home,
    convert: (signal = never): Promise<Conversion> => converter.convert(bytes, 'doc', signal),
    leftBehind: () => readdir(temporaryFolder),
  }
}

function textOf(conversion: Conversion): string {
  if (conversion.type === 'failed') throw new Error(conversion.detail)
  return Buffer.from(conversion.bytes).toString()
}

async function isGone(pid: number): Promise<boolean> {
  try {
    return /^State:\s+Z/m.test(await readFile(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return true
  }
}

describe.skipIf(process.platform === 'win32')('converting an old Office file', () => {
  test('gives what was written, and leaves nothing behind', async () => {
    const { convert, leftBehind } = await convertBy('cat "$in" > "$result"')
    const conversion = await convert()
    expect(textOf(conversion)).toBe('an old file')
    expect(conversion).toMatchObject({ fileName: 'document.docx' })
    expect(await leftBehind()).toEqual([])
  })

  test('a file that cannot be opened is a stated failure', async () => {
    const { convert, leftBehind } = await convertBy('echo "source file could not be loaded"')
    expect(await convert()).toMatchObject({
      type: 'failed',
      reason: 'corrupt',
      detail: expect.stringContaining('.docx'),
    })
    expect(await leftBehind()).toEqual([])
  })

  test.skipIf(process.platform !== 'linux')('ends with everything it started when it takes too long', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'footnote-office-'))
    const script = `sleep 1000 & echo $! > ${folder}/pid\nsleep 1000`
    const { convert, leftBehind } = await convertBy(script, { deadlineInMs: 500 })
    expect(await convert()).toMatchObject({ type: 'failed', reason: 'timeout' })
    const started = Number(await readFile(join(folder, 'pid'), 'utf8'))
    await expect.poll(() => isGone(started)).toBe(true)
    expect(await leftBehind()).toEqual([])
  })

  test('ends when nobody waits for it any more', async () => {
    const { convert, leftBehind } = await convertBy('sleep 1000')
    const stop = new AbortController()
    const converting = convert(stop.signal)
    setImmediate(() => stop.abort(new Error('stopped')))
    await expect(converting).rejects.toThrow('stopped')
    expect(await leftBehind()).toEqual([])
  })

  test('one file is converted after the other', async () => {
    const { home, convert } = await convertBy(
      'mkdir "$HOME/../../alone" && cat "$in" > "$result"; rmdir "$HOME/../../alone"',
    )
    const conversions = await Promise.all([convert(), convert(), convert()])
    expect(conversions.map(({ type }) => type)).toEqual(['converted', 'converted', 'converted'])
    expect(existsSync(join(home, 'alone'))).toBe(false)
  })

  test('knows no setting of the server', async () => {
    const { convert } = await convertBy('env > "$result"')
    const names = textOf(await convert())
      .split('\n')
      .map((line) => line.split('=')[0])
    expect(
      names.filter((name) => name !== '' && !/^(PATH|HOME|TMPDIR|LANG|PWD|OLDPWD|SHLVL|_)$/.test(name ?? '')),
    ).toEqual([])
  })

  test('cannot make the server read another file for it', async () => {
    const { convert } = await convertBy('ln -s /etc/passwd "$result"')
    expect(await convert()).toMatchObject({ type: 'failed', reason: 'corrupt' })
  })

  test('writes no more than it may', async () => {
    const { convert } = await convertBy('head -c 3000000 /dev/zero > "$result"', { maximumOutputBytes: 1_000_000 })
    expect(await convert()).toMatchObject({ type: 'failed', reason: 'corrupt' })
  })

  test.skipIf(!separable)('sees neither the data folder, nor other processes, nor a network', async () => {
    const script = 'home=$HOME/../..; { ls $home $home/secrets 2>&1; ls /proc; cat /proc/net/route; } > "$result"'
    const open = await convertBy(script)
    expect(textOf(await open.convert())).toContain('signing')
    const soffice = join(await mkdtemp(join(tmpdir(), 'footnote-office-')), 'soffice')
    await writeFile(soffice, await readFile(join(open.home, 'soffice')), { mode: 0o700 })
    const hidden = [open.home, join(open.home, 'not-there')]
    const temporaryFolder = join(open.home, 'tmp')
    const converter = createOfficeConverter({ soffice, temporaryFolder, hidden, separate: true })
    const seen = textOf(await converter.convert(bytes, 'doc', never))
    expect(seen).not.toContain('signing')
    expect(seen).toContain('\n1\n')
    expect(seen).not.toContain(`\n${process.pid}\n`)
    expect(
      seen
        .trim()
        .split('\n')
        .filter((line) => /^(?:eth|ens|wlan|lo)\d*\s/.test(line)),
    ).toEqual([])
    expect(await readdir(temporaryFolder)).toEqual([])
  })
})
