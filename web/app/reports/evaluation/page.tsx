import { EvaluationPage } from '../../../components/reports/evaluation-page.tsx'

export default function Page() {
  return <EvaluationPage />
}
