import type { Metadata } from 'next'
import { KeysPage } from '../../../components/administration/keys-page.tsx'
import { readMessages } from '../../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.keys }
}

export default function Page() {
  return <KeysPage />
}
