import { createSecretKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { integer, list } from './values.js';

/** A key for payloads; its id stands beside every payload that it encrypts. */
export interface PayloadKey {
  readonly id: string;
  readonly key: KeyObject;
}

const KEY = 'must list id:key, the id of 1 to 32 letters, digits, - and _, the key 32 bytes in base64';

/** `id:base64`, and AES-256 wants 32 bytes. A key object is not printed by whoever prints the settings. */
const payloadKeys = list
  .pipe(
    z
      .array(z.string().regex(/^[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{43}=$/, KEY))
      .max(16)
      .transform((items) => items.map(keyOf)),
  )
  .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'two keys have the same id');

function keyOf(item: string): PayloadKey {
  const [id = '', base64 = ''] = item.split(':');
  return { id, key: createSecretKey(Buffer.from(base64, 'base64')) };
}

/** Stripe shows events for 30 days: what is younger may come again, and has to be known. */
const LEAST_DAYS = 35;
const MOST_DAYS = 36_500;

const days = integer(LEAST_DAYS, MOST_DAYS);

/** Settings of what is kept of events, and how, for the schema in env.ts. */
export const privacySettings = {
  /** The first one writes, all read. */
  PAYLOAD_ENCRYPTION_KEYS: payloadKeys.default([]),
  PAYLOAD_RETENTION_DAYS: days.default(90),
  EVENT_LOG_RETENTION_DAYS: days.default(400),
};

interface PrivacySettings {
  readonly PAYLOAD_RETENTION_DAYS: number;
  readonly EVENT_LOG_RETENTION_DAYS: number;
}

/** What goes together. */
export function privacyProblems({ PAYLOAD_RETENTION_DAYS, EVENT_LOG_RETENTION_DAYS }: PrivacySettings): string[] {
  if (EVENT_LOG_RETENTION_DAYS >= PAYLOAD_RETENTION_DAYS) return [];
  return ['EVENT_LOG_RETENTION_DAYS: payloads would be left without their events, keep these at least as long'];
}
