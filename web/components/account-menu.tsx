'use client'

import { CircleUser, Keyboard, LogOut, MonitorSmartphone } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import { changePreference, type PreferenceChange } from '../lib/change-preference.ts'
import { CONTRASTS, type Locale, THEMES } from '../lib/preferences.ts'
import { type Session, signOutEverywhere } from '../lib/session.ts'
import { useKeyList } from './keys-provider.tsx'
import { useMessages, usePreferences } from './preferences-provider.tsx'
import { Menu, MenuChoice, MenuDivider, MenuItem, MenuLink } from './ui/menu.tsx'

interface AccountMenuProps {
  /** Null before it is known who is signed in, and when nobody is. */
  readonly session: Session | null
  readonly onSignedOut: () => void
}

/** Languages call themselves by their own name, so that whoever landed in a wrong one finds back. */
const LANGUAGES: readonly { readonly value: Locale; readonly text: string; readonly lang: string }[] = [
  { value: 'en', text: 'English', lang: 'en' },
  { value: 'de', text: 'Deutsch', lang: 'de' },
]

/** Who is signed in, how the pages look, and the way out. */
export function AccountMenu({ session, onSignedOut }: AccountMenuProps) {
  const messages = useMessages()
  const showKeys = useKeyList()
  const path = usePathname()
  const name = session === null ? null : (session.display_name ?? messages.session.unnamed)
  const signOut = () => {
    // Also when the request fails: whoever pressed it expects the page to be closed to others.
    signOutEverywhere()
      .catch(() => {})
      .finally(onSignedOut)
  }
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={name === null ? messages.preferences.accountUnknown : messages.preferences.account(name)}
          className="inline-flex min-h-9 max-w-48 min-w-9 items-center justify-center gap-2 rounded-lg px-2 text-sm text-ink-soft hover:bg-sunken hover:text-ink data-[state=open]:bg-sunken data-[state=open]:text-ink"
        >
          <CircleUser aria-hidden="true" className="size-5 shrink-0" />
          {name !== null && <span className="truncate max-md:hidden">{name}</span>}
        </button>
      }
    >
      {session !== null && (
        <p className="px-2.5 pt-1.5 pb-2 text-sm">
          <span className="block font-medium">{name}</span>
          <span className="block text-xs text-ink-soft">{session.roles.join(', ')}</span>
        </p>
      )}
      {session !== null && <MenuDivider />}
      <DisplayChoices />
      <MenuDivider />
      <MenuItem onSelect={showKeys}>
        <Keyboard aria-hidden="true" className="size-4" />
        {messages.keys.show}
      </MenuItem>
      {session !== null && (
        <MenuLink href="/sessions" current={path === '/sessions'}>
          <MonitorSmartphone aria-hidden="true" className="size-4" />
          {messages.navigation.sessions}
        </MenuLink>
      )}
      {session !== null && (
        <MenuItem onSelect={signOut}>
          <LogOut aria-hidden="true" className="size-4" />
          {messages.session.signOut}
        </MenuItem>
      )}
    </Menu>
  )
}

/** Appearance, contrast and language. */
function DisplayChoices() {
  const messages = useMessages()
  const { locale, theme, contrast } = usePreferences()
  const router = useRouter()
  const { themes, contrasts } = messages.preferences
  const change = (changed: PreferenceChange) => {
    changePreference(changed)
    // The server writes the page anew in the other language.
    router.refresh()
  }
  return (
    <>
      <MenuChoice
        label={messages.preferences.theme}
        value={theme}
        options={THEMES.map((value) => ({ value, text: themes[value] }))}
        onChange={(value) => change({ theme: value })}
      />
      <MenuChoice
        label={messages.preferences.contrast}
        value={contrast}
        options={CONTRASTS.map((value) => ({ value, text: contrasts[value] }))}
        onChange={(value) => change({ contrast: value })}
      />
      <MenuChoice
        label={messages.preferences.language}
        value={locale}
        options={LANGUAGES}
        onChange={(value) => change({ locale: value })}
      />
    </>
  )
}
