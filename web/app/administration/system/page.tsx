import type { Metadata } from 'next'
import { SystemPage } from '../../../components/administration/system-page.tsx'
import { readMessages } from '../../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.models }
}

export default function Page() {
  return <SystemPage />
}
