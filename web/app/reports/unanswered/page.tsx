import { UnansweredPage } from '../../../components/reports/unanswered-page.tsx'

export default function Page() {
  return <UnansweredPage />
}
