import type { AttemptResult } from './post.js';

export interface DeliveryStatistics {
  eventsGenerated: number;
  attempts: number;
  answered2xx: number;
  distinctEventsDelivered: number;
  /** Sent again although they had been answered 2xx. */
  duplicatesSent: number;
  /** Second events (another id) for one fact. */
  twinsSent: number;
  /** Attempts that failed, by status or by error code (`timeout`, `ECONNREFUSED`). */
  failures: Record<string, number>;
  /** Deliveries that still wait for their 2xx, planned duplicates among them. */
  outstanding: number;
}

/** Counts attempts and knows which endpoint has acknowledged which event. */
export class DeliveryLog {
  attempts = 0;
  answered2xx = 0;
  duplicatesSent = 0;
  twinsSent = 0;
  private readonly failures: Record<string, number> = {};
  private readonly acknowledged = new Map<string, Set<string>>();

  note(endpoint: string, event: string, result: AttemptResult, duplicate: boolean): boolean {
    this.attempts += 1;
    const succeeded = typeof result === 'number' && result >= 200 && result < 300;
    if (succeeded) {
      this.answered2xx += 1;
      if (duplicate) this.duplicatesSent += 1;
      const endpoints = this.acknowledged.get(event) ?? new Set();
      this.acknowledged.set(event, endpoints.add(endpoint));
    } else {
      this.failures[result] = (this.failures[result] ?? 0) + 1;
    }
    return succeeded;
  }

  hasAcknowledged(endpoint: string, event: string): boolean {
    return this.acknowledged.get(event)?.has(endpoint) ?? false;
  }

  statistics(eventsGenerated: number, outstanding: number): DeliveryStatistics {
    return {
      eventsGenerated,
      attempts: this.attempts,
      answered2xx: this.answered2xx,
      distinctEventsDelivered: this.acknowledged.size,
      duplicatesSent: this.duplicatesSent,
      twinsSent: this.twinsSent,
      failures: { ...this.failures },
      outstanding,
    };
  }
}
