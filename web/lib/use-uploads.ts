import { useCallback, useRef, useState } from 'react'
import type { Problem } from '../../src/client/request-failed.ts'
import { problemOf } from './problem.ts'
import { uploadFile } from './upload-file.ts'

export interface Upload {
  readonly id: number
  readonly name: string
  readonly phase: 'waiting' | 'sending' | 'failed'
  /** Share of the bytes sent, 0 to 1. */
  readonly share: number
  readonly problem: Problem | null
}

export interface Uploads {
  /** Files on their way and files that failed; received ones appear in the library instead. */
  readonly uploads: readonly Upload[]
  readonly add: (files: readonly File[]) => void
  readonly dismiss: (id: number) => void
}

/** Send files one after the other, so that one big file does not slow the others; a failing file never stops the rest. */
export function useUploads(onReceived: () => void, onSignedOut: () => void): Uploads {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const queue = useRef<Promise<void>>(Promise.resolve())
  const lastId = useRef(0)

  const change = useCallback((id: number, changes: Partial<Upload>) => {
    setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)))
  }, [])
  const dismiss = useCallback((id: number) => setUploads((all) => all.filter((upload) => upload.id !== id)), [])

  const send = useCallback(
    async (id: number, file: File) => {
      change(id, { phase: 'sending' })
      try {
        await uploadFile(file, (share) => change(id, { share }))
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

  const add = useCallback(
    (files: readonly File[]) => {
      for (const file of files) {
        lastId.current += 1
        const id = lastId.current
        setUploads((all) => [...all, { id, name: file.name, phase: 'waiting', share: 0, problem: null }])
        queue.current = queue.current.then(() => send(id, file))
      }
    },
    [send],
  )

  return { uploads, add, dismiss }
}
