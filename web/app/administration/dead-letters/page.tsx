import type { Metadata } from 'next'
import { DeadLettersPage } from '../../../components/administration/dead-letters-page.tsx'
import { readMessages } from '../../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.deadLetters }
}

export default function Page() {
  return <DeadLettersPage />
}
