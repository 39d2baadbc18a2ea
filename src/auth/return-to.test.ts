import { expect, it } from 'vitest'
import { safeReturnTo } from './return-to.ts'

it.each(['/', '/library', '/library?page=2', '/library/a-b_c~d?x=%20y#part', '/?q=%2F%2Fevil.example', '/a//b'])(
  'goes back to %j',
  (path) => {
    expect(safeReturnTo(path)).toBe(path)
  },
)

it.each([
  undefined,
  null,
  7,
  ['/library'],
  '',
  'library',
  'https://evil.example',
  'http://evil.example/',
  '//evil.example',
  '///evil.example',
  '////evil.example/',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/ /evil.example',
  '/\u0000/evil.example',
  '/\u2028/evil.example',
  '/\uFF0Fevil.example',
  '/．．/evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/a/..//evil.example',
  '/%2e%2e//evil.example',
  '/./library',
  '/a/../library',
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'data:text/html,x',
  'http:evil.example',
  'https:/evil.example',
  '@evil.example',
  ':80',
  '?x',
  '#x',
  '/auth/logout',
  '/auth/login?return_to=/',
  '/AUTH/login',
  '/api/session',
  '/internal/auth/authenticate',
  `/${'a'.repeat(500)}`,
])('never follows %j', (given) => {
  expect(safeReturnTo(given)).toBe('/')
})
