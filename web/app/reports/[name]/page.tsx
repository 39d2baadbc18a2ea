import { notFound } from 'next/navigation'
import { ReportName } from '../../../../src/contracts/reports.ts'
import { ReportPage } from '../../../components/reports/report-page.tsx'

export default async function Page({ params }: { readonly params: Promise<{ readonly name: string }> }) {
  const name = ReportName.safeParse((await params).name)
  if (!name.success) notFound()
  return <ReportPage key={name.data} name={name.data} />
}
