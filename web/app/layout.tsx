import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { KeysProvider } from '../components/keys-provider.tsx'
import { PreferencesProvider } from '../components/preferences-provider.tsx'
import { SessionGate } from '../components/session-gate.tsx'
import { SkipLink } from '../components/skip-link.tsx'
import { ToastProvider } from '../components/ui/toast-provider.tsx'
import { readMessages, readPreferences } from '../lib/read-preferences.ts'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const { product, description } = await readMessages()
  return { title: { default: product, template: `%s · ${product}` }, description }
}

const PAPER = { light: '#faf9f6', dark: '#151412' } as const

export async function generateViewport(): Promise<Viewport> {
  const { theme } = await readPreferences()
  if (theme !== 'system') return { themeColor: PAPER[theme] }
  return {
    themeColor: [
      { media: '(prefers-color-scheme: light)', color: PAPER.light },
      { media: '(prefers-color-scheme: dark)', color: PAPER.dark },
    ],
  }
}

// A page rendered at build time could not carry the nonce of the request, and its scripts would be blocked.
export const dynamic = 'force-dynamic'

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const preferences = await readPreferences()
  return (
    <html lang={preferences.locale} data-theme={preferences.theme} data-contrast={preferences.contrast}>
      <body className="flex min-h-dvh flex-col">
        <PreferencesProvider preferences={preferences}>
          <SkipLink />
          <KeysProvider>
            <ToastProvider>
              <SessionGate>{children}</SessionGate>
            </ToastProvider>
          </KeysProvider>
        </PreferencesProvider>
      </body>
    </html>
  )
}
