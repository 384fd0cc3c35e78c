import { Injectable } from '@nestjs/common';
import { Histogram, Registry } from 'prom-client';
import { CALL_OUTCOMES, outcomeOf, type CallOutcome } from './call-outcome.js';

/** Seconds; the longest time-out is 20 s. */
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/** How calls to Stripe end, and how long they take. What is asked for is nobody's label: ids stand in it. */
@Injectable()
export class StripeCallMetrics {
  private readonly calls: Histogram<'outcome'>;

  constructor(registry: Registry) {
    this.calls = new Histogram({
      name: 'countinghouse_stripe_call_seconds',
      help: 'Duration of calls to the Stripe API, by outcome',
      labelNames: ['outcome'],
      buckets: BUCKETS,
      registers: [registry],
    });
    for (const outcome of CALL_OUTCOMES) this.calls.zero({ outcome });
  }

  /** @param outcomeOfResult of a call that throws no answer of Stripe's. @throws what the call throws. */
  async time<T>(call: Promise<T>, outcomeOfResult: (result: T) => CallOutcome = () => 'ok'): Promise<T> {
    const began = performance.now();
    try {
      const result = await call;
      this.observe(outcomeOfResult(result), began);
      return result;
    } catch (error) {
      this.observe(outcomeOf(error), began);
      throw error;
    }
  }

  private observe(outcome: CallOutcome, began: number): void {
    this.calls.observe({ outcome }, (performance.now() - began) / 1000);
  }
}
