import type { ReactNode } from 'react'
import { AdministrationFrame } from '../../components/administration-frame.tsx'

export default function Layout({ children }: { readonly children: ReactNode }) {
  return <AdministrationFrame>{children}</AdministrationFrame>
}
