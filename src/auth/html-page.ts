/** A piece of HTML that was put together by `html`, so that everything a stranger wrote in it is escaped. */
export interface Html {
  readonly html: string
}

type Part = Html | readonly Html[] | string | null

/** Put HTML together. What is not HTML already is escaped; null is nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: texts.map((text, i) => `${text}${written(parts[i] ?? null)}`).join('') }
}

/** Addresses of what these pages load. */
export const STYLE_ADDRESS = '/auth/pages.css'

/** A whole page. It needs no script, and its policy allows none. */
export function htmlPage(title: string, content: Html, head: Html = html``): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Footnote</title>
<link rel="stylesheet" href="${STYLE_ADDRESS}">
<link rel="icon" href="data:,">
${head}
</head>
<body>
<main>
<p class="product">Footnote<sup aria-hidden="true">1</sup></p>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.html
}

/** What every page of sign-in is sent with: no script, no foreign content, no frame, no copy kept. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // Not "no-referrer": browsers would then send forms with the origin "null", which tells ours from foreign ones.
  'referrer-policy': 'same-origin',
}

function written(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'string') return escaped(part)
  return 'html' in part ? part.html : part.map(written).join('')
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
