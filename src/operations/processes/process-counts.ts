import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import type { Counted, Tallies } from './counted.js';

interface Sample {
  readonly value: number;
  readonly labels: Readonly<Partial<Record<string, string | number>>>;
  readonly metricName?: string;
}

const ACKS = 'countinghouse_webhook_ack_seconds';

/**
 * What this process has counted since its start: read from the counters that its metrics have anyway, so that no request
 * and no event pays for it. A process that takes no webhooks has no counters of them, and has counted none.
 */
@Injectable()
export class ProcessCounts {
  constructor(private readonly registry: Registry) {}

  async read(): Promise<Counted> {
    const [receipts, redeliveries, refusals, acks, settlements, retries] = await Promise.all([
      this.samples('countinghouse_events_received_total'),
      this.samples('countinghouse_events_redelivered_total'),
      this.samples('countinghouse_webhook_signature_failures_total'),
      this.samples(ACKS),
      this.samples('countinghouse_events_settled_total'),
      this.samples('countinghouse_event_retries_total'),
    ]);
    const bySource = tallied(receipts, 'source');
    return {
      received: bySource['webhook'] ?? 0,
      brought: bySource['reconcile'] ?? 0,
      redelivered: total(redeliveries),
      refused: tallied(refusals, 'diagnosis'),
      answers: tallied(
        acks.filter(({ metricName }) => metricName === `${ACKS}_count`),
        'code',
      ),
      acks: bucketsOf(acks),
      settled: tallied(settlements, 'status'),
      retried: total(retries),
    };
  }

  /** How often each signing secret has matched, by `account 1` and the like. */
  async matches(): Promise<Tallies> {
    const samples = await this.samples('countinghouse_webhook_secret_matches_total');
    return Object.fromEntries(samples.map(({ labels, value }) => [secretName(labels), value]));
  }

  /** Milliseconds since each has matched last, or since the start of the process. */
  async unmatchedFor(): Promise<Tallies> {
    const samples = await this.samples('countinghouse_webhook_secret_unmatched_seconds');
    return Object.fromEntries(samples.map(({ labels, value }) => [secretName(labels), value * 1000]));
  }

  private async samples(name: string): Promise<readonly Sample[]> {
    const metric = this.registry.getSingleMetric(name);
    return metric ? (await metric.get()).values : [];
  }
}

const secretName = ({ endpoint, position }: Sample['labels']): string => `${endpoint ?? ''} ${position ?? ''}`;

const total = (samples: readonly Sample[]): number => samples.reduce((sum, { value }) => sum + value, 0);

function tallied(samples: readonly Sample[], label: string): Tallies {
  const tallies: Record<string, number> = {};
  for (const { labels, value } of samples) {
    const word = String(labels[label] ?? '');
    tallies[word] = (tallies[word] ?? 0) + value;
  }
  return tallies;
}

/** A histogram's buckets hold the smaller ones too; here each has its own, of what was answered 200. */
function bucketsOf(samples: readonly Sample[]): Tallies {
  const buckets = samples
    .filter(({ metricName, labels }) => metricName === `${ACKS}_bucket` && String(labels['code']) === '200')
    .map(({ labels, value }) => ({ bound: String(labels['le'] ?? ''), value }))
    .toSorted((a, b) => boundOf(a.bound) - boundOf(b.bound));
  return Object.fromEntries(buckets.map(({ bound, value }, i) => [bound, value - (buckets[i - 1]?.value ?? 0)]));
}

/** `+Inf` is what a number is not. */
export const boundOf = (bound: string): number => (bound === '+Inf' ? Infinity : Number(bound));
