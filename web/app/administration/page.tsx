import { redirect } from 'next/navigation'
import { ADMINISTRATION } from '../../lib/sections.ts'

/** Administration has no page of its own: its first one opens. */
export default function Page() {
  redirect(ADMINISTRATION[0]?.href ?? '/')
}
