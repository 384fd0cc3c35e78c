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
  /** Attempts that were lost on the way on purpose, half of them about after the endpoint had answered. */
  dropped: number;
  /** Those of them that reached the endpoint and were answered 2xx. */
  answersLost: number;
  /** Attempts made because one before had failed or was lost. */
  retried: number;
  /** Deliveries that got their 2xx by such a retry. */
  healed: number;
  /** Deliveries that ended without a 2xx: the endpoint was disabled, or deleted, or failed for three days. */
  givenUp: number;
  /** Sent on purpose with a signature or a body that no receiver may accept. */
  forged: number;
  /** Attempts that failed, by status or by error code (`timeout`, `ECONNREFUSED`, `lost`, `answer lost`). */
  failures: Record<string, number>;
  /** Deliveries that still wait for their 2xx, planned duplicates among them. */
  outstanding: number;
}

interface NotedAttempt {
  readonly endpoint: string;
  readonly event: string;
  readonly result: AttemptResult;
  /** The event had its 2xx before. */
  readonly duplicate: boolean;
  /** Attempts of the same delivery that came to nothing before. */
  readonly failures: number;
}

export function is2xx(result: AttemptResult): boolean {
  return typeof result === 'number' && result >= 200 && result < 300;
}

/** Counts attempts and knows which endpoint has not acknowledged which event. */
export class DeliveryLog {
  twinsSent = 0;
  givenUp = 0;
  forged = 0;
  private attempts = 0;
  private answered2xx = 0;
  private duplicatesSent = 0;
  private retried = 0;
  private healed = 0;
  private dropped = 0;
  private answersLost = 0;
  private readonly failures: Record<string, number> = {};
  private readonly delivered = new Set<string>();
  /** event -> endpoints that were to get it and have not answered 2xx */
  private readonly pending = new Map<string, Set<string>>();

  expect(event: string, endpoints: readonly string[]): void {
    if (endpoints.length > 0) this.pending.set(event, new Set(endpoints));
  }

  note({ endpoint, event, result, duplicate, failures }: NotedAttempt): boolean {
    this.attempts += 1;
    if (failures > 0) this.retried += 1;
    const succeeded = is2xx(result);
    if (succeeded) {
      this.answered2xx += 1;
      if (duplicate) this.duplicatesSent += 1;
      if (failures > 0) this.healed += 1;
      this.acknowledge(endpoint, event);
    } else {
      this.failures[result] = (this.failures[result] ?? 0) + 1;
    }
    return succeeded;
  }

  noteLoss(answered: boolean): void {
    this.dropped += 1;
    if (answered) this.answersLost += 1;
  }

  pendingEndpoints(event: string): readonly string[] {
    return [...(this.pending.get(event) ?? [])];
  }

  statistics(eventsGenerated: number, outstanding: number): DeliveryStatistics {
    const { attempts, answered2xx, duplicatesSent, twinsSent, dropped, answersLost } = this;
    const { retried, healed, givenUp, forged } = this;
    return {
      eventsGenerated,
      attempts,
      answered2xx,
      distinctEventsDelivered: this.delivered.size,
      duplicatesSent,
      twinsSent,
      dropped,
      answersLost,
      retried,
      healed,
      givenUp,
      forged,
      failures: { ...this.failures },
      outstanding,
    };
  }

  private acknowledge(endpoint: string, event: string): void {
    this.delivered.add(event);
    const pending = this.pending.get(event);
    pending?.delete(endpoint);
    if (pending?.size === 0) this.pending.delete(event);
  }
}
