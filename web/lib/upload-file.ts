import { problemFromReply, RequestFailed } from '../../src/client/request-failed.ts'
import { FORGERY_HEADER } from './client.ts'
import { problemOf } from './problem.ts'

/**
 * Send one file to the library. `onProgress` gets the share of bytes sent, 0 to 1.
 * XMLHttpRequest, because fetch reports no upload progress. Rejects with `RequestFailed`.
 */
export function uploadFile(file: File, onProgress: (share: number) => void): Promise<void> {
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
  form.append('file', file, file.name)
  upload.send(form)
  return promise
}
