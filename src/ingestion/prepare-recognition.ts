import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Recognition } from './recognition.ts'

/** Where the language data is unpacked: beside the packages it comes from, so that it goes when they go. */
const DATA_FOLDER = join(import.meta.dirname, '../../node_modules/.cache/footnote/tessdata')

/** The smaller and quicker of the two models in a package; it is as accurate. */
const MODEL_FOLDER = '4.0.0_best_int'

/** A book of 400 scanned pages takes about six minutes on one core. */
const BUDGET_IN_MS = 15 * 60_000

export interface RecognitionSettings {
  readonly mode: 'off' | 'auto' | 'force'
  readonly languages: readonly string[]
}

/**
 * Unpack the data of the languages that are to be recognised, as far as that was not done before; null when switched
 * off. Throws when a language is not installed: the library would try to fetch it from the internet.
 */
export async function prepareRecognition(
  { mode, languages }: RecognitionSettings,
  dataFolder = DATA_FOLDER,
): Promise<Recognition | null> {
  if (mode === 'off') return null
  for (const language of languages) await unpack(language, dataFolder)
  return { mode, languages, dataFolder, budgetInMs: BUDGET_IN_MS }
}

async function unpack(language: string, folder: string): Promise<void> {
  const target = join(folder, `${language}.traineddata`)
  if (await exists(target)) return
  const source = dataOf(language)
  await mkdir(folder, { recursive: true })
  // Renamed when complete: several processes may start at once, and a half-written model reads nonsense.
  const partial = `${target}.${randomUUID()}`
  try {
    await pipeline(createReadStream(source), createGunzip(), createWriteStream(partial))
    await rename(partial, target)
  } finally {
    await rm(partial, { force: true })
  }
}

function dataOf(language: string): string {
  const name = `@tesseract.js-data/${language}`
  try {
    return createRequire(import.meta.url).resolve(`${name}/${MODEL_FOLDER}/${language}.traineddata.gz`)
  } catch (cause) {
    throw new Error(
      `The language "${language}" of FOOTNOTE_OCR_LANGUAGES cannot be recognised: install the npm package ${name}, or take it out.`,
      { cause },
    )
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
