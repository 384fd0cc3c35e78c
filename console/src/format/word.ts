import { utcText } from './time.js';

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** What a field says, for people; '' of what there is not: null, an empty list, no limits. */
export function wordOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return TIME.test(value) ? utcText(new Date(value)) : value;
  if (Array.isArray(value)) return value.map(wordOf).join(', ');
  if (typeof value !== 'object') return JSON.stringify(value);
  return Object.entries(value)
    .map(([name, one]) => `${name} ${wordOf(one)}`)
    .join(', ');
}
