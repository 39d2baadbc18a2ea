/**
 * The policy of a page: only scripts that carry this request's nonce run, and nothing is loaded from, sent to, framed by
 * or posted to another origin. `data:` images are icons inside style sheets. `nonce` is base64 and fresh per request.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    // The worker of the PDF viewer.
    "worker-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
}
