import type { Metadata } from 'next'
import { LibraryPage } from '../../components/library-page.tsx'
import { messages } from '../../lib/messages.ts'

export const metadata: Metadata = { title: messages.library.title }

export default function Page() {
  return <LibraryPage />
}
