/** What a scrape says: values by `name{label="value",…}`, and types by name. */
export interface Scrape {
  readonly text: string;
  readonly values: ReadonlyMap<string, number>;
  readonly types: ReadonlyMap<string, string>;
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*(?:\{[^}]*\})?) (\S+)$/;

/** @throws {SyntaxError} at a line that is not of the text format (prometheus.io/docs/instrumenting/exposition_formats). */
function parseScrape(text: string): Scrape {
  const values = new Map<string, number>();
  const types = new Map<string, string>();
  for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('# HELP '))) {
    const [, typed, type] = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/.exec(line) ?? [];
    const [, series, value] = SAMPLE.exec(line) ?? [];
    if (typed && type) types.set(typed, type);
    else if (series && value && !values.has(series)) values.set(series, Number(value));
    else throw new SyntaxError(`no line of a scrape: ${line}`);
  }
  return { text, values, types };
}

/** One series' samples, by their labels as they stand in the scrape without quotes: `type=invoice.paid,source=webhook`. */
export function samplesOf({ values }: Scrape, name: string): Record<string, number> {
  const own = [...values].filter(([series]) => series === name || series.startsWith(`${name}{`));
  return Object.fromEntries(
    own.map(([series, value]) => [series.slice(name.length).replaceAll(/[{}"]/g, ''), value] as const),
  );
}

/** What the route answers. */
export async function scrape({ url }: { readonly url: string }, token?: string): Promise<Scrape> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const answer = await fetch(`${url}/metrics`, { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain;.*version=0\.0\.4/);
  expect(answer.headers.get('cache-control')).toContain('no-store');
  return parseScrape(await answer.text());
}
