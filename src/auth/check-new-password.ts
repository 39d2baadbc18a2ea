/** Shorter ones fall to guessing; there are no rules of composition, which only make people write passwords down. */
export const MINIMUM_PASSWORD_LENGTH = 12
/** Long enough for any sentence, short enough that hashing it costs no more than others. */
export const MAXIMUM_PASSWORD_LENGTH = 200

/** The commonest passwords of leaked lists that are long enough to pass the rule of length. */
const COMMON: ReadonlySet<string> = new Set([
  'passwordpassword',
  'password1234',
  'password12345',
  'password123456',
  'administrator',
  'administrator1',
  'administrator123',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopasdf',
  'qwertyqwerty',
  'qwerty123456',
  'qwertyuiop[]',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  '1qaz2wsx3edc4rfv',
  'zaq12wsxcde3',
  'asdfghjkl123',
  'asdfghjklzxcvbnm',
  'qazwsxedcrfv',
  'abcdefghijkl',
  'abcdefghijklmnopqrstuvwxyz',
  'abcd12345678',
  'abc123456789',
  'letmeinletmein',
  'iloveyouiloveyou',
  'iloveyou1234',
  'welcome12345',
  'welcome123456',
  'changemechangeme',
  'changeme1234',
  'trustno1trustno1',
  'correcthorsebatterystaple',
  'correct horse battery staple',
  'footnotefootnote',
])

/** What is wrong with a new password, in one sentence for the person who chose it; null when it is good. */
export function objectionToPassword(password: string, person: { readonly email: string; readonly name: string }) {
  if (Array.from(password).length < MINIMUM_PASSWORD_LENGTH)
    return `Use at least ${MINIMUM_PASSWORD_LENGTH} characters; a few words in a row are easy to remember.`
  if (password.length > MAXIMUM_PASSWORD_LENGTH) return `Use at most ${MAXIMUM_PASSWORD_LENGTH} characters.`
  const plain = bare(password)
  const own = [person.email, person.email.split('@', 1)[0] ?? '', person.name].map(bare).filter((text) => text !== '')
  if (own.some((text) => plain === text || plain === text + text || withoutDigits(plain) === withoutDigits(text)))
    return 'Choose something else than your own name or e-mail address.'
  if (COMMON.has(password.toLowerCase()) || hasFewCharacters(plain) || isCounting(plain))
    return 'This password is among the first that are guessed; choose another one.'
  return null
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[\s._@-]/g, '')
}

/** What is left of a name when the year or number that people add is taken away. */
function withoutDigits(text: string): string {
  return text.replaceAll(/\d+$/g, '')
}

function hasFewCharacters(text: string): boolean {
  return new Set(text).size < 4
}

/** True for "123456789012" and its kind, forwards and backwards. */
function isCounting(text: string): boolean {
  return ['01234567890123456789', '98765432109876543210'].some((row) => row.includes(text.slice(0, 20)))
}
