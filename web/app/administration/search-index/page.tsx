import type { Metadata } from 'next'
import { IndexPage } from '../../../components/administration/index-page.tsx'
import { readMessages } from '../../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.index }
}

export default function Page() {
  return <IndexPage />
}
