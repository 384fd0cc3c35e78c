import type { ColumnOptions } from 'typeorm';

/**
 * The columns of mirrored rows. All are nullable, whatever Stripe promises: the tombstone of a deleted object has nothing
 * but its identity.
 */

/** Status columns too: Stripe adds values. */
export const TEXT: ColumnOptions = { type: 'text', nullable: true };

/** Stripe's times have whole seconds. */
export const TIME: ColumnOptions = { type: 'timestamptz', nullable: true };

export const FLAG: ColumnOptions = { type: 'boolean', nullable: true };

/** Attempts, months, days. */
export const COUNT: ColumnOptions = { type: 'integer', nullable: true };

export const JSONB: ColumnOptions = { type: 'jsonb', nullable: true };

/** Ids of objects, in Stripe's order. */
export const TEXTS: ColumnOptions = { type: 'text', array: true, nullable: true };

/**
 * Amounts in minor units, and quantities. The driver hands a bigint over as text; the readers let nothing in that
 * JavaScript cannot count exactly, so it is a number again.
 */
export const WHOLE: ColumnOptions = {
  type: 'bigint',
  nullable: true,
  transformer: {
    to: (value: unknown) => value,
    from: (stored: string | null) => (stored === null ? null : Number(stored)),
  },
};

/** The same of computed rows, which always say something. */
export const WHOLE_FILLED: ColumnOptions = { ...WHOLE, nullable: false, default: 0 };
export const TEXTS_FILLED: ColumnOptions = { ...TEXTS, nullable: false, default: [] };
export const JSONB_FILLED: ColumnOptions = { ...JSONB, nullable: false, default: {} };

/** A share in percent, with its decimals. The driver hands a numeric over as text; it is a number again. */
export const PERCENT: ColumnOptions = { ...WHOLE, type: 'numeric' };
