import { z } from 'zod';

/** Values that several names have, in the same words. */

/** A whole number within bounds. */
export const integer = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`));

export const oneOf = <const Words extends readonly [string, ...string[]]>(...words: Words) =>
  z.enum(words, `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);

/** Comma-separated, with or without spaces. */
export const list = z.string().transform((items) => items.split(',').map((item) => item.trim()));

export const webUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });

/** Whether a URL leads to the machine that asks. */
export const isThisMachine = (url: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);

/** Whether what is sent to a URL can be read, or changed, on its way: without TLS, and to another machine. */
export const isInClear = (url: string): boolean => new URL(url).protocol !== 'https:' && !isThisMachine(url);
