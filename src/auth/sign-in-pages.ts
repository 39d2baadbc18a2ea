import type { NewPassword, Objections } from './accounts.ts'
import { MINIMUM_PASSWORD_LENGTH } from './check-new-password.ts'
import { type Html, html, htmlPage } from './html-page.ts'

interface FieldOptions {
  readonly name: string
  readonly label: string
  readonly type: 'email' | 'password' | 'text'
  readonly autocomplete: string
  readonly value?: string
  readonly hint?: string
  readonly objection?: string | undefined
  readonly readOnly?: boolean
}

/** A labelled field; what is wrong with it is tied to it, so that a screen reader says both. */
function field({ name, label, type, autocomplete, value = '', hint, objection, readOnly }: FieldOptions): Html {
  const notes = [
    hint === undefined ? null : { id: `${name}-hint`, shown: html`<p class="hint" id="${name}-hint">${hint}</p>` },
    objection === undefined
      ? null
      : { id: `${name}-objection`, shown: html`<p class="objection" id="${name}-objection">${objection}</p>` },
  ].filter((note) => note !== null)
  const describedBy = notes.map(({ id }) => id).join(' ')
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}" required
${objection === undefined ? null : html`aria-invalid="true"`} ${readOnly ? html`readonly` : null}
${describedBy === '' ? null : html`aria-describedby="${describedBy}"`} autocapitalize="none" spellcheck="false">
${notes.map(({ shown }) => shown)}`
}

function alert(text: string | null): Html | null {
  return text === null ? null : html`<p class="alert" role="alert">${text}</p>`
}

/** E-mail address and password. `failure` tells why an attempt was not accepted. */
export function signInPage({ email, failure }: { readonly email: string; readonly failure: string | null }): string {
  return htmlPage(
    'Sign in',
    html`${alert(failure)}<form method="post" novalidate>
${field({ name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username', value: email })}
${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })}
<button type="submit">Sign in</button></form>
<p class="soft hint">No account, or the password is lost? An administrator can make you a link.</p>`,
  )
}

export interface ChoosePasswordPage {
  readonly given: Pick<NewPassword, 'name' | 'email'>
  /** True when the administrator who invited this person set the address. */
  readonly emailIsFixed: boolean
  readonly objections: Objections
}

/** The first sign-in of an account: name, e-mail address and password. */
export function choosePasswordPage({ given, emailIsFixed, objections }: ChoosePasswordPage): string {
  return htmlPage(
    'Choose a password',
    html`<p>From now on you sign in with your e-mail address and this password.</p>
<form method="post" novalidate>
${field({ name: 'name', label: 'Your name', type: 'text', autocomplete: 'name', value: given.name, objection: objections.name })}
${field({
  name: 'email',
  label: 'E-mail address',
  type: 'email',
  autocomplete: 'username',
  value: given.email,
  objection: objections.email,
  readOnly: emailIsFixed,
})}
${field({
  name: 'password',
  label: 'New password',
  type: 'password',
  autocomplete: 'new-password',
  hint: `At least ${MINIMUM_PASSWORD_LENGTH} characters. A few words in a row are easy to remember.`,
  objection: objections.password,
})}
<button type="submit">Save and sign in</button></form>
<p class="soft hint"><a href="?with=password">Sign in with another account</a></p>`,
  )
}

/** Something ended a sign-in; the person can begin again. */
export function signInErrorPage(title: string, detail: string, again = '/auth/login'): string {
  return htmlPage(title, html`<p>${detail}</p><a class="button" href="${again}">Sign in again</a>`)
}

/** The end of a sign-in of somebody to whom nobody gave a role. */
export function noRolePage(otherAccount: string): string {
  return htmlPage(
    'You have no role here yet',
    html`<p>You are signed in, but nobody gave you a role in Footnote. Ask an administrator for the role Reader, then sign in again.</p>
<a class="button" href="/auth/login">Sign in again</a><a class="button second" href="${otherAccount}">Use another account</a>`,
  )
}

/** Opened by a link of somebody who has a password. A click is needed, because browsers and mail programs open links by themselves. */
export function confirmLinkPage(name: string): string {
  return htmlPage(
    'Sign in',
    html`<p>This link signs you in as ${name}. It works once.</p>
<form method="post"><button type="submit">Sign in as ${name}</button></form>
<p class="soft hint"><a href="?with=password">Sign in with another account</a></p>`,
  )
}

/** Which of several providers to sign in with. */
export function chooseProviderPage(choices: readonly { readonly label: string; readonly address: string }[]): string {
  return htmlPage(
    'Sign in',
    html`<p>How do you want to sign in?</p>${choices.map(
      ({ label, address }, i) => html`<a class="button${i === 0 ? '' : ' second'}" href="${address}">${label}</a>`,
    )}`,
  )
}

/**
 * The end of a sign-in. A redirect from the provider would not carry a strict cookie on; a page of our own that moves on
 * does.
 */
export function signedInPage(returnTo: string): string {
  return htmlPage(
    'You are signed in',
    html`<p><a href="${returnTo}">Continue to Footnote</a></p>`,
    html`<meta http-equiv="refresh" content="0; url=${returnTo}">`,
  )
}

/** Where the code of a command line is typed. */
export function deviceCodePage(action: string, xsrf: string, failure: string | null): string {
  return htmlPage(
    'Sign in a command line',
    html`${alert(failure)}<form method="post" action="${action}" novalidate>
<input type="hidden" name="xsrf" value="${xsrf}">
${field({ name: 'user_code', label: 'Code', type: 'text', autocomplete: 'off', hint: 'The terminal shows it, for example BCDF-GHJK.' })}
<button type="submit">Continue</button></form>`,
  )
}

/** Asks whether the code is really the one of the person's own terminal. */
export function confirmDevicePage(action: string, xsrf: string, userCode: string): string {
  const hidden = html`<input type="hidden" name="xsrf" value="${xsrf}"><input type="hidden" name="user_code" value="${userCode}">`
  return htmlPage(
    'Is this your terminal?',
    html`<p>It will be able to do everything that you can do here.</p><p><code>${userCode}</code></p>
<p class="soft">Go on only if your own terminal shows this code right now. Nobody else should ever send you one.</p>
<form method="post" action="${action}">${hidden}<input type="hidden" name="confirm" value="yes">
<button type="submit">Yes, sign it in</button></form>
<form method="post" action="${action}">${hidden}<input type="hidden" name="abort" value="yes">
<button class="second" type="submit">No, stop</button></form>`,
  )
}

/** A page that only says something. */
export function noticePage(title: string, detail: string): string {
  return htmlPage(title, html`<p>${detail}</p>`)
}

/** Asks before signing out at the local provider. */
export function confirmSignOutPage(form: string): string {
  return htmlPage(
    'Sign out?',
    html`${{ html: form }}<button type="submit" form="op.logoutForm" value="yes" name="logout">Sign out</button>`,
  )
}
