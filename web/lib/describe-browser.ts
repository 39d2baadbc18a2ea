/** The order matters: most browsers name others beside themselves. */
const BROWSERS = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const

const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const

/** A browser as people call it, for example "Firefox, Windows"; null when its user agent says nothing known. */
export function describeBrowser(userAgent: string | null): string | null {
  const known = [BROWSERS, SYSTEMS].flatMap((names) => {
    const found = names.find(([sign]) => userAgent?.includes(sign) === true)
    return found === undefined ? [] : [found[1]]
  })
  return known.length === 0 ? null : known.join(', ')
}
