import { urlOf } from '../../api/ask.js';
import { mark } from '../../api/mark.js';
import { ProblemError } from '../../../../client/problem-error.js';
import type { Report } from './report.js';

/**
 * Has the browser save the report as the API writes it. A link could not: the cookie alone opens nothing.
 *
 * @throws {ProblemError}
 */
export async function saveCsv({ path, slug }: Report, query: Readonly<Record<string, string>>): Promise<void> {
  const response = await fetch(urlOf(path, { ...query, format: 'csv' }), {
    credentials: 'same-origin',
    headers: mark(),
  });
  if (!response.ok) throw new ProblemError(response, await response.json().catch(() => undefined));
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = `${slug}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
