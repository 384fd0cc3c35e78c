import { setTimeout as delay } from 'node:timers/promises';
import { describeError } from '../../common/describe-error.js';
import { signatureHeader } from '../../stripe/webhook-signature.js';
import { baseAddress, deliveryAddress } from '../endpoint/endpoint-address.js';
import { ask, type Answer } from './backend-requests.js';
import type { EventWitness, SeenEvent } from './event-witness.js';
import { smokeEvent, type SmokeEvent } from './smoke-event.js';

/** Milliseconds until the event has to be settled: the sweep comes each minute when Redis does not wake anybody. */
const PATIENCE = 90_000;
/** Milliseconds until it has to be there at all: it was when it was accepted, but a copy may be behind. */
const COPY_LAG = 5_000;
/** Milliseconds between two looks. */
const LOOK = 250;
/** Bytes; a backend takes 1 MiB. */
const OVERSIZED = 1_048_577;

const LATER_CHECKS = ['description', 'accepted', 'processed', 'duplicate', 'forged', 'oversized'] as const;

type SmokeCheck = 'health' | (typeof LATER_CHECKS)[number];

export interface SmokeResult {
  readonly check: SmokeCheck;
  readonly result: 'ok' | 'fail' | 'unseen';
  readonly detail: string;
}

type Outcome = Omit<SmokeResult, 'check'>;

export interface SmokeTarget {
  /** Where the backend is reached. */
  readonly url: string;
  readonly secret: string;
  readonly livemode: boolean;
  /** Null: nobody can see what becomes of the event. */
  readonly witness: EventWitness | null;
}

const shown = (answer: Answer | null): string =>
  answer ? `${answer.status} in ${answer.milliseconds} ms` : 'the connection was cut';

const isSettled = ({ status }: SeenEvent): boolean => !['received', 'failed'].includes(status);

/** A field of a JSON object that is text; '' without one. */
function wordIn(answer: Answer | null, field: string): string {
  try {
    const parsed: unknown = JSON.parse(answer?.body ?? '');
    const value: unknown = isHash(parsed) ? parsed[field] : '';
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

const isHash = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Sends one harmless event to a running backend, and what it must refuse. */
export class SmokeTest {
  readonly event: SmokeEvent;
  private readonly route: string;
  private isAccepted = false;
  private readonly base: string;

  constructor(private readonly target: SmokeTarget) {
    this.event = smokeEvent(target.livemode);
    this.route = deliveryAddress(target.url);
    this.base = baseAddress(target.url);
  }

  /** One result after the other. @throws when there is nobody at the address. */
  async *run(signal: AbortSignal): AsyncGenerator<SmokeResult> {
    yield { check: 'health', ...(await this.health()) };
    const steps: Readonly<Record<Exclude<SmokeCheck, 'health'>, () => Promise<Outcome>>> = {
      description: () => this.description(),
      accepted: () => this.accepted(),
      processed: () => this.processed(signal),
      duplicate: () => this.duplicate(),
      forged: () => this.forged(),
      oversized: () => this.oversized(),
    };
    for (const check of LATER_CHECKS) {
      signal.throwIfAborted();
      yield { check, ...(await steps[check]().catch((error: unknown) => failed(describeError(error)))) };
    }
  }

  private async health(): Promise<Outcome> {
    const answer = await ask('GET', `${this.base}/health`);
    const word = wordIn(answer, 'status');
    return outcome(answer?.status === 200, `${shown(answer)}, ${word || 'no status'}`);
  }

  private async description(): Promise<Outcome> {
    const answer = await ask('GET', `${this.base}/openapi.json`);
    const version = wordIn(answer, 'openapi');
    return outcome(answer?.status === 200 && version !== '', `${shown(answer)}, OpenAPI ${version || 'there is none'}`);
  }

  private async accepted(): Promise<Outcome> {
    const answer = await this.deliver(this.event.body);
    this.isAccepted = answer?.status === 200;
    return outcome(this.isAccepted, `${shown(answer)}, ${this.event.id}`);
  }

  private async processed(signal: AbortSignal): Promise<Outcome> {
    const { witness } = this.target;
    if (!this.isAccepted) return { result: 'unseen', detail: 'it was not accepted' };
    if (!witness) return { result: 'unseen', detail: 'nobody looked: give --key, or set DATABASE_URL' };
    const began = performance.now();
    for (;;) {
      const seen = await witness(this.event.id);
      const milliseconds = Math.round(performance.now() - began);
      if (seen && isSettled(seen)) return outcome(isHarmless(seen), `${textOf(seen)} after ${milliseconds} ms`);
      if (!seen && milliseconds > COPY_LAG) return failed('it is not there: is it the database of this backend?');
      if (milliseconds > PATIENCE) return failed(`${seen ? textOf(seen) : 'absent'}: no worker settles it`);
      await delay(LOOK, undefined, { signal });
    }
  }

  private async duplicate(): Promise<Outcome> {
    const answer = await this.deliver(this.event.body);
    const seen = (await this.target.witness?.(this.event.id)) ?? null;
    const isSame = seen === null || isHarmless(seen);
    return outcome(answer?.status === 200 && isSame, `${shown(answer)}${seen ? `, still ${textOf(seen)}` : ''}`);
  }

  private async forged(): Promise<Outcome> {
    const { body } = smokeEvent(this.target.livemode);
    const answer = await this.deliver(body, `${this.target.secret} of somebody else`);
    return outcome(answer?.status === 400, `${shown(answer)} to a wrong signature`);
  }

  private async oversized(): Promise<Outcome> {
    const answer = await this.deliver(' '.repeat(OVERSIZED));
    const alive = await ask('GET', `${this.base}/health/live`);
    const isRefused = answer === null || answer.status === 413;
    return outcome(isRefused && alive?.status === 200, `${shown(answer)} to ${OVERSIZED} bytes`);
  }

  private deliver(body: string, secret = this.target.secret): Promise<Answer | null> {
    const signature = signatureHeader(body, secret, new Date());
    const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature };
    return ask('POST', this.route, headers, body);
  }
}

const outcome = (isRight: boolean, detail: string): Outcome => ({ result: isRight ? 'ok' : 'fail', detail });

const failed = (detail: string): Outcome => outcome(false, detail);

/** An event of the other mode than the backend's is ignored too: then `--live` was wrong, and it did no harm. */
const isHarmless = ({ status, attemptsFailed }: SeenEvent): boolean => status === 'ignored' && attemptsFailed === 0;

const textOf = ({ status, verdict }: SeenEvent): string =>
  verdict?.startsWith(status) ? verdict : `${status} ${verdict ?? ''}`.trim();
