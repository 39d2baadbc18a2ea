/** Where to sign in, and come back to the page that is open. */
export function signInAddress({ pathname, search }: Pick<Location, 'pathname' | 'search'>): string {
  return `/auth/login?${new URLSearchParams({ return_to: `${pathname}${search}` })}`
}
