import type { Metadata } from 'next'
import { SettingsPage } from '../../../components/administration/settings-page.tsx'
import { readMessages } from '../../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.settings }
}

export default function Page() {
  return <SettingsPage />
}
