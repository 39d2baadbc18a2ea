import type { Metadata } from 'next'
import { PromptsPage } from '../../../components/administration/prompts-page.tsx'
import { readMessages } from '../../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.prompts }
}

export default function Page() {
  return <PromptsPage />
}
