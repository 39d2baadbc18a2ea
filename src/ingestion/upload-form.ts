import { z } from 'zod'
import { problem } from '../contracts/errors.ts'
import {
  AccessFor,
  AccessListText,
  ChangedAt,
  CollectionName,
  ExternalId,
  Fingerprint,
  Priority,
  Source,
  Title,
} from './upload-fields.ts'

/** Files of one request. Larger folders are sent in several requests. */
export const MAXIMUM_FILES_PER_REQUEST = 100

/** What is said of one file of several, in the order of the files. */
const FileFields = z.strictObject({
  external_id: ExternalId.optional(),
  title: Title.optional(),
  fingerprint: Fingerprint.optional(),
  changed_at: ChangedAt.optional(),
})
export type FileFields = z.output<typeof FileFields>

/** A list of them as it stands in a form field. */
const FileFieldsList = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: 'it is not JSON' })
      return z.NEVER
    }
  })
  .pipe(z.array(FileFields).max(MAXIMUM_FILES_PER_REQUEST))

/** The fields that may come before or after the files; they hold for all files of the request. */
const UploadFields = FileFields.extend({
  source: Source.default('upload'),
  collection: CollectionName.optional(),
  access: AccessListText.optional(),
  access_for: AccessFor.default('all'),
  priority: Priority.optional(),
  files: FileFieldsList.optional(),
})
export type UploadFields = z.output<typeof UploadFields>

/** Read the fields of a form that came with so many files. Throws `invalid-request` with the first that is wrong. */
export function readFields(sent: Readonly<Record<string, string>>, received: number): UploadFields {
  const parsed = UploadFields.safeParse(sent)
  if (!parsed.success) throw invalidField(parsed.error)
  const { external_id, title, fingerprint, changed_at, files } = parsed.data
  if (files !== undefined && files.length !== received) {
    const detail = `Give in "files" one entry for each file, in their order: there are ${received} files and ${files.length} entries.`
    throw problem('invalid-request', detail)
  }
  if (received > 1 && (external_id ?? title ?? fingerprint ?? changed_at) !== undefined) {
    const detail =
      'Give "external_id", "title", "fingerprint" and "changed_at" with a single file only, or in "files" for each of several.'
    throw problem('invalid-request', detail)
  }
  return parsed.data
}

function invalidField({ issues: [issue] }: z.ZodError): Error {
  const name = issue?.path.join('.') || issue?.message || ''
  return problem('invalid-request', `Correct the field "${name}": ${issue?.message ?? 'it is not valid'}.`)
}
