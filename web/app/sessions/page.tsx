import type { Metadata } from 'next'
import { SessionsPage } from '../../components/administration/sessions-page.tsx'
import { readMessages } from '../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.sessions }
}

/** The same as in the administration, for everybody. */
export default function Page() {
  return (
    <main id="content" className="mx-auto w-full max-w-5xl px-4 pt-10 pb-16 sm:px-6">
      <SessionsPage />
    </main>
  )
}
