import type { Metadata } from 'next'
import { SessionsPage } from '../../../components/administration/sessions-page.tsx'
import { readMessages } from '../../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.sessions }
}

export default function Page() {
  return <SessionsPage />
}
