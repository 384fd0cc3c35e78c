import { z } from 'zod';
import { FORGERIES } from '../delivery/forgery.js';
import { invalidRequest } from '../engine/errors.js';

/** Form bodies hold only text. */
const number = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).transform(Number);
const whole = number.pipe(z.int().min(0));
const count = number.pipe(z.int().min(1));
const chance = number.pipe(z.number().min(0).lt(1));
const yes = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const none = z.union([z.null(), z.enum(['', 'null']).transform(() => null)]);
const text = z.string().min(1);

export const HOSTILITY = z
  .strictObject({
    seed: z.union([z.number(), text]),
    shuffle: z.union([z.enum(['none', 'whole']), count]),
    burst: z.union([z.enum(['none']), count]),
    duplicateProbability: chance,
    dropProbability: chance,
    maxDelayMs: whole,
    twinFacts: chance,
    mixedVersions: z.array(text),
    concurrency: count,
    timeoutMs: count,
    retry: z.strictObject({ firstMs: count, maxMs: count }),
    retryClock: z.enum(['machine', 'sandbox']),
    disableAfterDays: z.union([none, count]),
  })
  .partial();

export const ENDPOINT = z.strictObject({
  url: text,
  secret: text.optional(),
  apiVersion: text.optional(),
  connect: yes.optional(),
  enabledEvents: z.array(text).optional(),
});

export const ROLL = z.strictObject({ expiresIn: whole.optional() });
export const RESEND = z.strictObject({ endpoint: text.optional() });
export const FORGERY = z.strictObject({ kind: z.enum(FORGERIES), endpoint: text.optional() });

const aim = {
  times: count.optional(),
  probability: number.optional(),
  method: z.enum(['GET', 'POST', 'DELETE']).optional(),
  path: text.optional(),
};
const done = { ...aim, done: yes.optional() };

export const FAULT = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('rate_limit'), retryAfter: whole.optional(), ...aim }),
  z.strictObject({ fault: z.literal('unauthorized'), ...aim }),
  z.strictObject({ fault: z.literal('error'), ...done }),
  z.strictObject({ fault: z.literal('unavailable'), ...done }),
  z.strictObject({ fault: z.literal('reset'), ...done }),
  z.strictObject({ fault: z.literal('hang'), ...done }),
  z.strictObject({ fault: z.literal('truncated'), ...aim }),
  z.strictObject({ fault: z.literal('slow'), delayMs: whole, ...aim }),
]);

export const RATE_LIMIT = z.strictObject({ requestsPerSecond: z.union([none, number]) });

/** @throws StripeApiError 400 that names the first wrong parameter */
export function read<T>(schema: z.ZodType<T>, params: unknown): T {
  const result = schema.safeParse(params ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalidRequest(issue?.message ?? 'Invalid parameters.', issue?.path.join('.'));
}
