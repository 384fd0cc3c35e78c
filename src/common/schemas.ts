import { z } from 'zod';
import { decodeCursor } from './cursor.js';
import { readUrl } from './requested-url.js';

/** Fields that requests of several operations have. Every number has bounds and every text a length. */

/** What PostgreSQL's text cannot hold, or UTF-8. */
const isPlain = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Text as a person writes it, 1 to `most` UTF-16 units. */
export const text = (most: number) =>
  z.string().min(1).max(most).refine(isPlain, 'must hold no U+0000 and no half of a character');

/**
 * The id of an object at Stripe.
 *
 * @param prefixes without the underscore: `stripeId('ch', 'py')`. Products, plans and coupons may have ids that the
 *   account's owner chose: {@link chosenId}.
 */
export const stripeId = (...prefixes: readonly [string, ...string[]]) =>
  z
    .string()
    .regex(
      new RegExp(`^(${prefixes.join('|')})_[A-Za-z0-9_]{1,250}$`),
      `must be an id that begins with ${prefixes.join('_ or ')}_`,
    )
    .meta({ example: `${prefixes[0]}_1TtEzA2eZvKYlo2C` });

/** An id that the owner of the Stripe account may have chosen: of a product, a plan or a coupon. */
export const chosenId = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters without spaces');

/** Minor units (docs.stripe.com/currencies#minor-units): 12 digits are the most that Stripe takes. */
export const amount = z.int().min(1).max(999_999_999_999).meta({ example: 1500 });

/** ISO 4217, as Stripe writes it. */
export const currency = z
  .string()
  .regex(/^[a-z]{3}$/, 'must be three lower-case letters, as in usd')
  .meta({ example: 'usd' });

export const money = z.strictObject({ amount, currency });

/** Of seats, licences and the like. */
export const quantity = z.int().min(1).max(100_000).meta({ example: 1 });

/** A URL to which a browser is sent back. It is no text before AllowedOrigins has let it through. */
export const redirectUrl = z
  .string()
  .max(2_048)
  .transform((given, context) => {
    const url = readUrl(given);
    if (url) return url;
    context.addIssue({ code: 'custom', message: 'must be an https:// URL without user, spaces or backslashes' });
    return z.NEVER;
  })
  .meta({ format: 'uri', example: 'https://app.example.com/billing' });

const DIGITS = 'must be a whole number from 1 to 100';

/** `?limit=20&cursor=…` of every list. */
export const pageQuery = z.strictObject({
  limit: z
    .string(DIGITS)
    .regex(/^[1-9]\d?$|^100$/, DIGITS)
    .transform(Number)
    .default(20)
    .meta({
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 20,
      pattern: undefined,
      description: 'Items on a page, 20 unless said.',
    }),
  cursor: z
    .string('must be the nextCursor of the page before')
    .max(400)
    .transform((given, context) => {
      const cursor = decodeCursor(given);
      if (cursor) return cursor;
      context.addIssue({ code: 'custom', message: 'must be the nextCursor of the page before' });
      return z.NEVER;
    })
    .optional()
    .meta({ description: '`nextCursor` of the page before.' }),
});

/** Answers: a point in time, in UTC. */
export const time = z.iso.datetime().meta({ example: '2026-08-01T12:00:00.000Z' });

/** Answers: money, which may be none, or less. */
export const amountAnswer = z
  .object({ amount: z.int().meta({ description: 'Minor units.' }), currency: z.string() })
  .meta({ example: { amount: 1500, currency: 'usd' } });

/** Answers: a list, one page of it, with the item's example in its own. */
export const pageAnswer = <Item extends z.ZodType>(item: Item) =>
  z
    .object({
      data: z.array(item),
      nextCursor: z.string().nullable().meta({ description: 'Send it as `cursor`; null on the last page.' }),
    })
    .meta({ example: { data: [item.meta()?.['example']], nextCursor: null } });
