import { ReportPage } from '../../components/reports/report-page.tsx'

/** The one that everybody has. */
export default function Page() {
  return <ReportPage name="usage" />
}
