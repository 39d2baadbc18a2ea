'use client'

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { problemOf } from '../lib/problem.ts'
import { readSession, type Session } from '../lib/session.ts'
import { OfflineNotice } from './offline-notice.tsx'
import { SignInNotice } from './sign-in-notice.tsx'
import { SiteHeader } from './site-header.tsx'

export interface SessionAccess {
  /** Null until the server has said who is signed in. */
  readonly session: Session | null
  /**
   * Report that the server no longer knows this visitor; the sign-in page takes over. The same function for as long as
   * the page lives: what is read with it at hand is not read again when the session arrives.
   */
  readonly reportSignedOut: () => void
}

const SessionContext = createContext<SessionAccess>({ session: null, reportSignedOut: () => {} })

/** Who is signed in, for any component of a page. */
export function useSession(): SessionAccess {
  return useContext(SessionContext)
}

/** The frame of every page: header, then the page, or the way to sign in. The page shows at once, before the session is known. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const [session, setSession] = useState<Session | null>(null)
  const [signedOut, setSignedOut] = useState(false)

  useEffect(() => {
    const controller = new AbortController()
    readSession(controller.signal).then(setSession, (error: unknown) => {
      if (problemOf(error).status === 401) setSignedOut(true)
    })
    return () => controller.abort()
  }, [])

  const reportSignedOut = useCallback(() => setSignedOut(true), [])
  const access = useMemo(() => ({ session, reportSignedOut }), [session, reportSignedOut])
  return (
    <SessionContext value={access}>
      <SiteHeader session={signedOut ? null : session} onSignedOut={reportSignedOut} />
      <OfflineNotice />
      {signedOut ? <SignInNotice /> : children}
    </SessionContext>
  )
}
