import type { Metadata } from 'next'
import { DocumentsPage } from '../../components/documents/documents-page.tsx'
import { readMessages } from '../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.documents }
}

export default function Page() {
  return <DocumentsPage />
}
