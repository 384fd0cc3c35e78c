import { html } from './html.js';

it('escapes what it is given, and markup only once', () => {
  const name = `<script>"&'`;
  const inner = html`<b title="${name}">${name}</b>`;
  expect(html`<p>${[inner, 1, null, false, undefined, 'é']}</p>`.text).toBe(
    '<p><b title="&lt;script&gt;&quot;&amp;&#39;">&lt;script&gt;&quot;&amp;&#39;</b>1é</p>',
  );
});
