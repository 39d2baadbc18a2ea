import type { Metadata } from 'next'
import { PeoplePage } from '../../../components/administration/people-page.tsx'
import { readMessages } from '../../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.users }
}

export default function Page() {
  return <PeoplePage />
}
