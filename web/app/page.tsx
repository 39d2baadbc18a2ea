import { MAXIMUM_QUERY_LENGTH } from '../../src/contracts/filters.ts'
import { AskPage } from '../components/ask-page.tsx'

export default function Page() {
  return <AskPage maximumLength={MAXIMUM_QUERY_LENGTH} />
}
