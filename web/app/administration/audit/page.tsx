import type { Metadata } from 'next'
import { AuditPage } from '../../../components/administration/audit-page.tsx'
import { readMessages } from '../../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.audit }
}

export default function Page() {
  return <AuditPage />
}
