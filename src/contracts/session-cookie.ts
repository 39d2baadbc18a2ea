/** How the session cookie of an installation is written. */
export interface SessionCookie {
  readonly name: string
  readonly secure: boolean
}

/**
 * The session cookie for the address that people use. Over https its name makes browsers refuse copies that another host
 * or an unencrypted page set; plain http cannot have such a name, so each installation knows exactly one.
 */
export function sessionCookieFor(publicUrl: string | undefined): SessionCookie {
  return publicUrl?.startsWith('https:') === true
    ? { name: '__Host-footnote_session', secure: true }
    : { name: 'footnote_session', secure: false }
}
