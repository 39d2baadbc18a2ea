import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { prepareRecognition } from './prepare-recognition.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessdata-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('the data of a language is unpacked once, and nothing half-written stays', async () => {
  const [first, second] = await Promise.all([
    prepareRecognition({ mode: 'auto', languages: ['eng'] }, folder),
    prepareRecognition({ mode: 'force', languages: ['eng'] }, folder),
  ])
  expect(first).toMatchObject({ mode: 'auto', languages: ['eng'], dataFolder: folder })
  expect(second?.mode).toBe('force')
  expect(await readdir(folder)).toEqual(['eng.traineddata'])
  const before = await stat(join(folder, 'eng.traineddata'))
  await prepareRecognition({ mode: 'auto', languages: ['eng'] }, folder)
  expect((await stat(join(folder, 'eng.traineddata'))).mtimeMs).toBe(before.mtimeMs)
})

test('a language that is not installed is refused with the package it needs', async () => {
  await expect(prepareRecognition({ mode: 'auto', languages: ['eng', 'tlh'] }, folder)).rejects.toThrow(
    'install the npm package @tesseract.js-data/tlh',
  )
})

test('nothing is prepared when recognition is off', async () => {
  expect(await prepareRecognition({ mode: 'off', languages: ['tlh'] }, folder)).toBeNull()
  expect(await readdir(folder)).toEqual([])
})
