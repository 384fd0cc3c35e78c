import type { Gap } from './gap.repository.js';

/** What a run found in one account, as it goes: figures only, whatever the number of events. */
export class Findings {
  listed = 0;
  late = 0;
  missed = 0;
  /** Listed things that are no events. */
  unreadable = 0;
  /** Events that a webhook brought, or a thin one told of. */
  private byWebhook = 0;
  /** Events that a webhook should have brought by now: older than a late one, of a type that somebody handles. */
  private expected = 0;

  countHeard(events: number): void {
    this.listed += events;
    this.byWebhook += events;
  }

  /** @param expected those of them that a webhook should have brought by now. */
  countUnheard(events: number, expected: number): void {
    this.listed += events;
    this.expected += expected;
  }

  /** A webhook of another event proves that they arrive. */
  hear(): void {
    this.byWebhook += 1;
  }

  /** An event of a type that somebody handles was brought that no webhook had. */
  add({ kind }: Gap): void {
    this[kind] += 1;
  }

  get gaps(): number {
    return this.late + this.missed;
  }

  /** Stripe has had events for a while, and no webhook has brought any. */
  get isSilent(): boolean {
    return this.byWebhook === 0 && this.expected > 0;
  }
}
