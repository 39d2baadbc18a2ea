import { useCallback, useRef, useState } from 'react'
import type { Problem } from '../../src/client/request-failed.ts'
import { isThere } from './is-there.ts'
import { problemOf } from './problem.ts'
import { type UploadFields, uploadFile } from './upload-file.ts'

export interface Upload {
  readonly id: number
  readonly file: File
  readonly fields: UploadFields
  readonly phase: 'waiting' | 'sending' | 'failed'
  /** Share of the bytes sent, 0 to 1. */
  readonly share: number
  readonly problem: Problem | null
}

export interface Uploads {
  /** Files on their way and files that failed; received ones appear in the library instead. */
  readonly uploads: readonly Upload[]
  /** How many files were in the library already, and were not sent again. */
  readonly skipped: number
  readonly add: (files: readonly File[], fields: UploadFields) => void
  readonly retry: (upload: Upload) => void
  readonly dismiss: (id: number) => void
}

/**
 * Send files one after the other, so that one big file does not slow the others; a failing file never stops the rest; a folder
 * that is sent again goes on where it was interrupted.
 */
export function useUploads(onReceived: () => void, onSignedOut: () => void): Uploads {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const [skipped, setSkipped] = useState(0)
  const queue = useRef<Promise<void>>(Promise.resolve())
  const lastId = useRef(0)

  const change = useCallback((id: number, changes: Partial<Upload>) => {
    setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)))
  }, [])
  const dismiss = useCallback((id: number) => setUploads((all) => all.filter((upload) => upload.id !== id)), [])

  const send = useCallback(
    async ({ id, file, fields }: Upload) => {
      change(id, { phase: 'sending' })
      try {
        if (await isThere(file, fields)) setSkipped((count) => count + 1)
        else await uploadFile(file, fields, (share) => change(id, { share }))
        dismiss(id)
        onReceived()
      } catch (error) {
        const problem = problemOf(error)
        change(id, { phase: 'failed', problem })
        if (problem.status === 401) onSignedOut()
      }
    },
    [change, dismiss, onReceived, onSignedOut],
  )
  const line = useCallback(
    (upload: Upload) => {
      queue.current = queue.current.then(() => send(upload))
    },
    [send],
  )

  const add = useCallback(
    (files: readonly File[], shared: UploadFields) => {
      setSkipped(0)
      for (const file of files) {
        lastId.current += 1
        const fields = { ...shared, ...identityOf(file) }
        const upload: Upload = { id: lastId.current, file, fields, phase: 'waiting', share: 0, problem: null }
        setUploads((all) => [...all, upload])
        line(upload)
      }
    },
    [line],
  )
  const retry = useCallback(
    (upload: Upload) => {
      change(upload.id, { phase: 'waiting', share: 0, problem: null })
      line(upload)
    },
    [change, line],
  )

  return { uploads, skipped, add, retry, dismiss }
}

/** A file of a folder is known by its path in it. */
function identityOf({ webkitRelativePath: path }: File): UploadFields {
  return path === '' ? {} : { external_id: path }
}
