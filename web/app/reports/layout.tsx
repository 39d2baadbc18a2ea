import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { ReportsFrame } from '../../components/reports/reports-frame.tsx'
import { readMessages } from '../../lib/read-preferences.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readMessages()).navigation.reports }
}

export default function Layout({ children }: { readonly children: ReactNode }) {
  return <ReportsFrame>{children}</ReportsFrame>
}
