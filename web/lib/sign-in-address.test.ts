import { expect, test } from 'vitest'
import { signInAddress } from './sign-in-address.ts'

test('signing in comes back to the page with its question', () => {
  expect(signInAddress({ pathname: '/library', search: '?page=2&x=y' })).toBe(
    '/auth/login?return_to=%2Flibrary%3Fpage%3D2%26x%3Dy',
  )
})
