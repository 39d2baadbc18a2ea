import { problemFromReply, RequestFailed } from '../../src/client/request-failed.ts'
import { FORGERY_HEADER } from './client.ts'
import { problemOf } from './problem.ts'

/** What holds for a file beside its bytes; what is left out is decided by the server. */
export interface UploadFields {
  readonly collection?: string
  readonly access?: string
  /** What its source calls it: the path inside a folder, so that files of the same name stay apart. */
  readonly external_id?: string
}

/**
 * Send one file to the library. `onProgress` gets the share of bytes sent, 0 to 1.
 * XMLHttpRequest, because fetch reports no upload progress. Rejects with `RequestFailed`.
 */
export function uploadFile(file: File, fields: UploadFields, onProgress: (share: number) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const upload = new XMLHttpRequest()
  upload.open('POST', '/api/documents')
  upload.setRequestHeader('accept', 'application/json')
  upload.setRequestHeader(FORGERY_HEADER, '1')
  upload.upload.addEventListener('progress', (event) => {
    if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total)
  })
  upload.addEventListener('load', () => {
    if (upload.status >= 200 && upload.status < 300) return resolve()
    const retryAfter = upload.getResponseHeader('retry-after')
    reject(new RequestFailed(problemFromReply(upload.status, upload.responseText, retryAfter)))
  })
  upload.addEventListener('error', () => reject(new RequestFailed(problemOf(null))))
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file, file.name)
  upload.send(form)
  return promise
}
