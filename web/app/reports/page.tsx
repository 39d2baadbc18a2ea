import { redirect } from 'next/navigation'

/** Reports have no page of their own: the one for everybody opens. */
export default function Page() {
  redirect('/reports/usage')
}
