import type { Metadata } from 'next'
import { LimitsPage } from '../../../components/administration/limits-page.tsx'
import { readMessages } from '../../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.limits }
}

export default function Page() {
  return <LimitsPage />
}
