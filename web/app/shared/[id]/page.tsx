import type { Metadata } from 'next'
import { SharedPage } from '../../../components/shared-page.tsx'
import { readMessages } from '../../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).share.page }
}

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params
  return <SharedPage key={id} id={id} />
}
