/** What the bench and the process that makes the load say to each other. */
import { z } from 'zod';

const where = { port: z.number(), path: z.string(), connections: z.number() };

/** `make` events, `post` those made, or `steady`: make and post so many a second for so many seconds. */
export const order = z.discriminatedUnion('to', [
  z.object({ to: z.literal('make'), seed: z.string(), events: z.number() }),
  z.object({ to: z.literal('post'), ...where }),
  z.object({ to: z.literal('steady'), ...where, seed: z.string(), rate: z.number(), seconds: z.number() }),
]);
export type Order = z.infer<typeof order>;

/** The process is there, and Stripe's stand-in with it. */
export const ready = z.object({ stripe: z.string() });

export const made = z.object({ events: z.number(), bytes: z.number() });

const latencies = { p50: z.number(), p99: z.number(), p999: z.number() };

/** Answers other than 200 by status, 0: none. */
const refusals = z.record(z.string(), z.number());

/** Milliseconds. */
export const posted = z.object({
  events: z.number(),
  seconds: z.number(),
  refusals,
  /** Given up on. */
  unanswered: z.number(),
  ...latencies,
});
export type Posted = z.infer<typeof posted>;

/** One minute of a steady load, by when its requests were due; `last` is set on the last one. */
export const minute = z.object({ ...latencies, sent: z.number(), refusals, last: z.boolean() });
export type Minute = z.infer<typeof minute>;
