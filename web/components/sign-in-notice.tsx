import { KeyRound } from 'lucide-react'
import { signInAddress } from '../lib/sign-in-address.ts'
import { useMessages } from './preferences-provider.tsx'

/** What a visitor without a session sees: the way to sign in and come back. */
export function SignInNotice() {
  const messages = useMessages()
  return (
    <main id="content" className="mx-auto flex w-full max-w-lg grow flex-col justify-center px-4 py-16 sm:px-6">
      <div className="rounded-2xl border border-line bg-surface p-8 shadow-lift">
        <KeyRound aria-hidden="true" className="size-7 text-accent" />
        <h1 className="mt-4 font-serif text-2xl font-semibold">{messages.signIn.title}</h1>
        <p className="mt-3 leading-relaxed">{messages.signIn.lead}</p>
        <a
          href={signInAddress(window.location)}
          className="mt-6 inline-block rounded-lg bg-accent px-5 py-2 text-sm font-medium text-on-accent hover:bg-accent-strong"
        >
          {messages.signIn.button}
        </a>
        <p className="mt-6 text-sm leading-relaxed text-ink-soft">{messages.signIn.hint}</p>
      </div>
    </main>
  )
}
