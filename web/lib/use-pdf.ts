import { useEffect, useState } from 'react'
import { holdPdf, type OpenedPdf } from './open-pdf.ts'

/** A PDF for as long as the component is there; null until it is open. `onFailed` is called when it cannot be read. */
export function usePdf(address: string, onFailed: () => void): OpenedPdf | null {
  const [opened, setOpened] = useState<OpenedPdf | null>(null)
  useEffect(() => {
    let left = false
    const { pdf, release } = holdPdf(address)
    pdf.then(
      (document) => left || setOpened(document),
      () => left || onFailed(),
    )
    return () => {
      left = true
      release()
    }
    // oxlint-disable-next-line react/exhaustive-deps -- a new function is no reason to open it again.
  }, [address])
  return opened
}
