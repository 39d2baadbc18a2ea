import { mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FileFailureReason } from '../contracts/documents.ts'
import { canSeparate, runConfined } from './run-confined.ts'
import { createSeats } from './seats.ts'
import { writeSofficeProfile } from './soffice-profile.ts'

/** Formats of Office before 2007, and what each is turned into. */
export const OLD_OFFICE_TARGETS = {
  doc: { extension: 'docx', filter: 'MS Word 2007 XML' },
  xls: { extension: 'xlsx', filter: 'Calc MS Excel 2007 XML' },
  ppt: { extension: 'pptx', filter: 'Impress MS PowerPoint 2007 XML' },
} as const
export type OldOfficeFormat = keyof typeof OLD_OFFICE_TARGETS

export interface OfficeConverterOptions {
  /** Path of LibreOffice. */
  readonly soffice: string
  /** Where files and profile of a conversion lie, each in a folder that is removed afterwards. */
  readonly temporaryFolder: string
  /** Folders of the server that LibreOffice must not see. */
  readonly hidden: readonly string[]
  /** Whether it runs without network and without sight of the hidden folders; by default where the system allows it. */
  readonly separate?: boolean
  readonly deadlineInMs?: number
  readonly maximumOutputBytes?: number
}

export type Conversion =
  | { readonly type: 'converted'; readonly bytes: Uint8Array; readonly fileName: string }
  | { readonly type: 'failed'; readonly reason: FileFailureReason; readonly detail: string }

/** Turns old Office files into ones that can be read. */
export interface OfficeConverter {
  /** Every fault of the file is a stated end. Rejects with the reason of the signal when it aborts. */
  readonly convert: (bytes: Uint8Array, format: OldOfficeFormat, signal: AbortSignal) => Promise<Conversion>
}

/** Most files take a second; LibreOffice itself needs a minute for a workbook of a million cells. */
const DEADLINE_IN_MS = 90_000
/** What parts of archives may have together. */
const MAXIMUM_OUTPUT_BYTES = 256 * 1_048_576
/** Address space, of which LibreOffice takes one gigabyte before it opens anything. */
const MAXIMUM_MEMORY_BYTES = 3 * 1_073_741_824

/** Convert with LibreOffice, one file at a time: it takes a processor and hundreds of megabytes. */
export function createOfficeConverter(options: OfficeConverterOptions): OfficeConverter {
  const seats = createSeats(1)
  let separate = options.separate
  return {
    convert: async (bytes, format, signal) => {
      await seats.take(signal)
      try {
        separate ??= await canSeparate()
        return await convertInFolder(bytes, format, { ...options, separate }, signal)
      } finally {
        seats.give()
      }
    },
  }
}

type ConversionOptions = OfficeConverterOptions & { readonly separate: boolean }

async function convertInFolder(
  bytes: Uint8Array,
  format: OldOfficeFormat,
  options: ConversionOptions,
  signal: AbortSignal,
): Promise<Conversion> {
  const { temporaryFolder } = options
  await mkdir(temporaryFolder, { recursive: true, mode: 0o700 })
  const folder = await realpath(await mkdtemp(join(temporaryFolder, 'convert-')))
  try {
    return await convertIn(folder, bytes, format, options, signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function convertIn(
  folder: string,
  bytes: Uint8Array,
  format: OldOfficeFormat,
  options: ConversionOptions,
  signal: AbortSignal,
): Promise<Conversion> {
  const { soffice, hidden, separate } = options
  const { deadlineInMs = DEADLINE_IN_MS, maximumOutputBytes = MAXIMUM_OUTPUT_BYTES } = options
  const { extension, filter } = OLD_OFFICE_TARGETS[format]
  const profile = join(folder, 'profile')
  const input = join(folder, `document.${format}`)
  const outputs = join(folder, 'converted')
  await writeSofficeProfile(profile)
  await writeFile(input, bytes, { mode: 0o600 })
  const end = await runConfined(
    {
      command: [
        soffice,
        `-env:UserInstallation=${pathToFileURL(profile).href}`,
        ...'--headless --norestore --nolockcheck --nodefault --nologo'.split(' '),
        '--convert-to',
        `${extension}:${filter}`,
        '--outdir',
        outputs,
        input,
      ],
      folder,
      deadlineInMs,
      maximumFileBytes: maximumOutputBytes,
      maximumMemoryBytes: MAXIMUM_MEMORY_BYTES,
      separate,
      hidden,
    },
    signal,
  )
  if (end.type === 'killed' && end.late)
    return failed('timeout', `Converting the file took too long; ${advice(format)}`)
  const converted =
    end.type === 'exited' && end.code === 0 ? await readOutput(join(outputs, `document.${extension}`)) : null
  if (converted !== null) return { type: 'converted', bytes: converted, fileName: `document.${extension}` }
  return failed(
    'corrupt',
    `LibreOffice could not convert the file: it may be damaged, protected by a password, or too large; ${advice(format)}`,
  )
}

function failed(reason: FileFailureReason, detail: string): Conversion {
  return { type: 'failed', reason, detail }
}

function advice(format: OldOfficeFormat): string {
  return `open it in its program and save it as .${OLD_OFFICE_TARGETS[format].extension} or PDF.`
}

/** What stands at a path itself: a program that was taken over must not make the server read something else for it. */
async function readOutput(path: string): Promise<Uint8Array | null> {
  try {
    if ((await realpath(path)) !== path || !(await stat(path)).isFile()) return null
    return await readFile(path)
  } catch {
    return null
  }
}
