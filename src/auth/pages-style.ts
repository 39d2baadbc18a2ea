/** The one style sheet of the sign-in pages, in the colours of the web client (`web/app/globals.css`). */
export const PAGES_STYLE = `:root {
  color-scheme: light dark;
  --paper: #faf9f6; --surface: #ffffff; --line: #e4e0d7; --edge: #8b8577; --ink: #1d1b18; --ink-soft: #5d584e;
  --accent: #1f4e8c; --accent-strong: #173c6d; --on-accent: #ffffff; --poor: #9d2420; --poor-soft: #fbe6e4;
  --lift: 0 1px 2px rgb(40 34 20 / 6%), 0 8px 24px rgb(40 34 20 / 7%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #151412; --surface: #1e1d1a; --line: #37352f; --edge: #7d786b; --ink: #ece9e2; --ink-soft: #aca799;
    --accent: #8fbaf3; --accent-strong: #b5d2fa; --on-accent: #0e1c30; --poor: #ffa39b; --poor-soft: #2f1c1a;
    --lift: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px rgb(0 0 0 / 35%);
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 2rem 1rem; background: var(--paper);
  color: var(--ink); line-height: 1.55;
  font-family: ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif;
}
main {
  width: 100%; max-width: 26rem; padding: 2rem; background: var(--surface); border: 1px solid var(--line);
  border-radius: 1rem; box-shadow: var(--lift);
}
.product, h1 { font-family: 'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, 'Noto Serif', serif; font-weight: 600; }
.product { margin: 0 0 1.5rem; font-size: 1.15rem; }
.product sup { color: var(--accent); font-size: 0.6em; margin-left: 1px; }
h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1rem; }
.soft, .hint { color: var(--ink-soft); font-size: 0.9rem; }
label { display: block; margin-top: 1rem; font-weight: 600; font-size: 0.95rem; }
.hint { margin: 0.1rem 0 0; }
form + .hint { margin-top: 1rem; }
input {
  display: block; width: 100%; margin-top: 0.3rem; padding: 0.6rem 0.7rem; font: inherit; color: inherit;
  background: var(--paper); border: 1px solid var(--edge); border-radius: 0.5rem;
}
input[readonly] { background: transparent; border-style: dashed; }
input[aria-invalid='true'] { border-color: var(--poor); }
.objection { margin: 0.3rem 0 0; color: var(--poor); font-size: 0.9rem; }
.alert { padding: 0.7rem 0.9rem; color: var(--poor); background: var(--poor-soft); border-radius: 0.5rem; }
button, .button {
  display: block; width: 100%; margin-top: 1.25rem; padding: 0.65rem 1rem; font: inherit; font-weight: 600;
  text-align: center; text-decoration: none; color: var(--on-accent); background: var(--accent);
  border: 1px solid transparent; border-radius: 0.5rem; cursor: pointer;
}
button:hover, .button:hover { background: var(--accent-strong); }
.second { margin-top: 0.6rem; color: inherit; background: transparent; border-color: var(--edge); }
.second:hover { background: var(--paper); }
a { color: var(--accent); }
code { font-size: 1.5rem; letter-spacing: 0.1em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`
