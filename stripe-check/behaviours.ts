import { randomUUID } from 'node:crypto';
import { isRaw, type Raw } from './raw.js';

/** Something that the backend relies on, and what was seen of it. */
export interface Behaviour {
  readonly name: string;
  readonly isRight: boolean;
  readonly text: string;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Raw;
}

/** Seconds that Stripe's clock may be off from ours; a sandbox's may be anywhere. */
const CLOSE = 60;

/** Stripe as it answers bare requests: the SDK hides headers and statuses. */
export class Behaviours {
  constructor(
    private readonly key: string,
    private readonly base: string,
    private readonly isStripe: boolean,
  ) {}

  async *look(events: readonly Raw[]): AsyncGenerator<Behaviour> {
    yield* this.idempotency();
    yield await this.missing();
    yield await this.date();
    yield await this.order();
    yield ties(events);
  }

  private async *idempotency(): AsyncGenerator<Behaviour> {
    const key = randomUUID();
    const ask = (name: string) => this.ask('POST', '/v1/customers', { name }, { 'idempotency-key': key });
    const [first, again, other] = [await ask('Replayed'), await ask('Replayed'), await ask('Another')];
    const id = String(first.body['id']);
    try {
      const isReplayed = again.body['id'] === id && again.headers.get('idempotent-replayed') === 'true';
      yield {
        name: 'the same Idempotency-Key is answered from memory',
        isRight: first.status === 200 && isReplayed,
        text: `${first.status}, ${again.status}, Idempotent-Replayed: ${again.headers.get('idempotent-replayed')}`,
      };
      const type = errorOf(other)['type'];
      const isRefused = other.status === 400 && type === 'idempotency_error';
      yield {
        name: 'with other parameters it is refused',
        isRight: isRefused,
        text: `${other.status} ${String(type)}`,
      };
    } finally {
      await this.ask('DELETE', `/v1/customers/${id}`);
    }
    const gone = await this.ask('GET', `/v1/customers/${id}`);
    const isTombstone = gone.status === 200 && gone.body['deleted'] === true;
    yield { name: 'a deleted customer is answered as deleted', isRight: isTombstone, text: `${gone.status}, deleted` };
  }

  private async missing(): Promise<Behaviour> {
    const answered = await this.ask('GET', '/v1/customers/cus_countinghouse_none');
    const { type, code, param, message } = errorOf(answered);
    const isRight =
      answered.status === 404 &&
      type === 'invalid_request_error' &&
      code === 'resource_missing' &&
      typeof message === 'string';
    return {
      name: 'what is not there is a 404',
      isRight,
      text: `${answered.status} ${String(type)} ${String(code)} ${String(param)}`,
    };
  }

  private async date(): Promise<Behaviour> {
    const asked = Date.now();
    const { headers } = await this.ask('GET', '/v1/events?limit=1');
    const text = headers.get('date') ?? '';
    const off = Math.round((Date.parse(text) - asked) / 1000);
    const isRight = Number.isFinite(off) && (!this.isStripe || Math.abs(off) <= CLOSE);
    return { name: "every answer has Stripe's time", isRight, text: `Date: ${text}, ${off} s from ours` };
  }

  /** What reconcile pages through. */
  private async order(): Promise<Behaviour> {
    const list = async () => eventsIn((await this.ask('GET', '/v1/events?limit=100')).body);
    const [first, second] = [await list(), await list()];
    const times = first.map(({ created }) => Number(created));
    const isSorted = times.every((time, i) => i === 0 || time <= (times[i - 1] ?? time));
    const known = new Set(second.map(({ id }) => id));
    const [one, other] = [
      first.filter(({ id }) => known.has(id)),
      second.filter(({ id }) => first.some((e) => e['id'] === id)),
    ];
    const isSame = one.map(({ id }) => id).join() === other.map(({ id }) => id).join();
    const text = `${first.length} events, ${isSorted ? 'newest first' : 'NOT newest first'}, twice ${isSame ? 'alike' : 'NOT alike'}`;
    return { name: 'events are listed newest first, and in the same order again', isRight: isSorted && isSame, text };
  }

  private async ask(
    method: string,
    path: string,
    form?: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Answered> {
    const response = await fetch(new URL(path, this.base), {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...headers },
      ...(form && { body: new URLSearchParams(form) }),
      signal: AbortSignal.timeout(20_000),
    });
    const body: unknown = await response.json();
    return { status: response.status, headers: response.headers, body: isRaw(body) ? body : {} };
  }
}

const errorOf = ({ body }: Answered): Raw => (isRaw(body['error']) ? body['error'] : {});
const eventsIn = ({ data }: Raw): Raw[] => (Array.isArray(data) ? data.filter(isRaw) : []);

/**
 * Events of one object within one second: docs/ordering.md does not go by their ids, nor by their place in a list. How
 * many there are is told; that each has a `created` in whole seconds is what it stands on.
 */
function ties(events: readonly Raw[]): Behaviour {
  const seconds = new Map<string, number>();
  for (const { created, data } of events) {
    const object = isRaw(data) && isRaw(data['object']) ? String(data['object']['id']) : '';
    const name = `${object} ${String(created)}`;
    seconds.set(name, (seconds.get(name) ?? 0) + 1);
  }
  const tied = [...seconds.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
  const isWhole = events.every(({ created }) => Number.isInteger(created));
  return {
    name: 'events have whole seconds, and ties',
    isRight: isWhole,
    text: `${tied} of ${events.length} share their second`,
  };
}
