import { Html, html } from './html.js';

const STYLE = new Html(`
  :root { color-scheme: light; --ink: #1a1f36; --soft: #4f566b; --line: #d8dee4; --blue: #3d3bd6; --red: #a8113a; }
  * { box-sizing: border-box; }
  body { margin: 0; background: #f6f8fa; color: var(--ink); font: 16px/1.5 system-ui, -apple-system, sans-serif; }
  main { max-width: 36rem; margin: 2rem auto; padding: 2rem; background: #fff; border: 1px solid var(--line);
    border-radius: 12px; }
  h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
  h2 { margin: 2rem 0 .5rem; font-size: 1.05rem; }
  p { margin: .5rem 0; }
  .banner { margin: 0; padding: .35rem 1rem; background: #fff3d6; color: #5c4300; text-align: center; font-size: .875rem; }
  .soft { color: var(--soft); font-size: .9375rem; }
  .error { padding: .75rem 1rem; border: 1px solid var(--red); border-radius: 8px; background: #fff0f3; color: var(--red); }
  .note { padding: .75rem 1rem; border: 1px solid #1b7f4b; border-radius: 8px; background: #eefaf3; color: #125c36; }
  table { width: 100%; border-collapse: collapse; margin: .5rem 0 1rem; }
  th, td { padding: .5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
  thead th { color: var(--soft); font-size: .875rem; }
  tfoot th, tfoot td { border-bottom: 0; font-weight: 600; }
  td.amount, th.amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
  label { display: block; margin: .75rem 0 .25rem; font-weight: 500; }
  input[type=text], input[type=email], input[type=url], input[type=tel], select, textarea { width: 100%; padding: .55rem .75rem;
    border: 1px solid #8792a2; border-radius: 8px; background: #fff; color: inherit; font: inherit; }
  fieldset { margin: 1rem 0; padding: 0; border: 0; }
  legend { padding: 0; font-weight: 500; }
  .choice { display: flex; gap: .6rem; align-items: baseline; margin: .4rem 0; font-weight: 400; }
  .choice input { flex: none; }
  button, a.button { display: inline-block; padding: .6rem 1.1rem; border: 1px solid var(--blue); border-radius: 8px;
    background: var(--blue); color: #fff; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
  button.plain, a.plain { background: #fff; color: var(--blue); }
  .actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; margin-top: 1.25rem; }
  a { color: var(--blue); }
  :focus-visible { outline: 3px solid #f2a600; outline-offset: 2px; }
`);

/** A whole page: works without script and is read by a keyboard or a screen reader from top to bottom. */
export function layout(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <p class="banner">Sandbox: no money moves here.</p>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
}

export function errorNote(message: string | null): Html | null {
  return message === null ? null : html`<p class="error" role="alert">${message}</p>`;
}
