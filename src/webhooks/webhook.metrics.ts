import type { ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { SignatureDiagnosis } from '../common/errors.js';
import { ENV, type Env } from '../config/env.js';

/** Seconds. Most commits take a few milliseconds; after 5 s the answer is 503, and Stripe waits for 10 s or more. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A list that the compiler keeps complete: each is 0 from the start, so that the first one is seen as an increase. */
const DIAGNOSES: Readonly<Record<SignatureDiagnosis, 0>> = {
  no_signature_header: 0,
  malformed_signature_header: 0,
  timestamp_too_old: 0,
  timestamp_in_future: 0,
  wrong_secret: 0,
  no_secret_configured: 0,
  parsed_body: 0,
  not_json: 0,
  not_an_event: 0,
};

/** A configured signing secret: which one, never its value. */
interface Secret {
  readonly labels: { readonly endpoint: 'account' | 'connect'; readonly position: string };
  /** On the clock of `performance.now()`; the start of the process until it has matched. */
  matchedAt: number;
}

/** What this process sees of webhook requests, before it knows of any event. */
@Injectable()
export class WebhookMetrics {
  private readonly acks: Histogram<'code'>;
  private readonly refusals: Counter<'diagnosis'>;
  private readonly matches: Counter<'endpoint' | 'position'>;
  private readonly secrets: readonly Secret[];

  constructor(@Inject(ENV) env: Env, registry: Registry) {
    const registers = [registry];
    this.acks = new Histogram({
      name: 'countinghouse_webhook_ack_seconds',
      help: 'From a webhook request to its answer, by HTTP status',
      labelNames: ['code'],
      buckets: BUCKETS,
      registers,
    });
    for (const code of ['200', '400', '503']) this.acks.zero({ code });
    this.refusals = new Counter({
      name: 'countinghouse_webhook_signature_failures_total',
      help: 'Webhook requests that were refused, by diagnosis',
      labelNames: ['diagnosis'],
      registers,
    });
    for (const diagnosis of Object.keys(DIAGNOSES)) this.refusals.inc({ diagnosis }, 0);
    this.matches = new Counter({
      name: 'countinghouse_webhook_secret_matches_total',
      help: 'Webhook requests that a configured signing secret had signed',
      labelNames: ['endpoint', 'position'],
      registers,
    });
    this.secrets = [
      ...secretsOf('account', env.STRIPE_WEBHOOK_SECRET),
      ...secretsOf('connect', env.STRIPE_CONNECT_WEBHOOK_SECRET),
    ];
    for (const { labels } of this.secrets) this.matches.inc(labels, 0);
    const unmatched = new Gauge({
      name: 'countinghouse_webhook_secret_unmatched_seconds',
      help: 'Seconds since a configured signing secret last matched, or since the start of the process',
      labelNames: ['endpoint', 'position'],
      registers,
      collect: () => {
        for (const { labels, matchedAt } of this.secrets) unmatched.set(labels, secondsSince(matchedAt));
      },
    });
  }

  /** Until the answer has gone out, or the connection is gone without one. */
  timeAnswer(response: ServerResponse): void {
    const began = performance.now();
    response.once('close', () => {
      const code = response.writableFinished ? String(response.statusCode) : 'none';
      this.acks.observe({ code }, secondsSince(began));
    });
  }

  refused(diagnosis: SignatureDiagnosis): void {
    this.refusals.inc({ diagnosis });
  }

  /** @param index in the list of the account's secrets, followed by those for connected accounts. */
  matched(index: number): void {
    const secret = this.secrets[index];
    if (!secret) return;
    secret.matchedAt = performance.now();
    this.matches.inc(secret.labels);
  }
}

/** The process began at 0. */
const secretsOf = (endpoint: 'account' | 'connect', secrets: readonly string[]): Secret[] =>
  secrets.map((_, i) => ({ labels: { endpoint, position: String(i + 1) }, matchedAt: 0 }));

const secondsSince = (time: number): number => (performance.now() - time) / 1000;
