import type { SandboxEvent } from '../../sandbox/objects/event.js';
import type { Backend } from './backend.js';
import { mirrorOf, tablesOf } from './columns/mirrors.js';
import { deliver } from './deliver.js';
import { byId, type Row, type State } from './expected-state.js';

let accounts = 0;

/** A connected account in which nothing has happened yet, so that one object can be delivered again and again. */
export class ConnectedAccount {
  readonly id = `acct_${(accounts += 1)}`;

  constructor(private readonly backend: Backend) {}

  async post(event: SandboxEvent): Promise<void> {
    const here = { ...event, id: this.idHere(event.id), account: this.id };
    const status = await deliver(`${this.backend.url}/webhooks/stripe`, here);
    if (status !== 200) throw new Error(`${event.type} was answered with ${status}`);
  }

  /** One by one, each settled before the next. */
  async deliver(...events: readonly SandboxEvent[]): Promise<void> {
    for (const event of events) {
      await this.post(event);
      await this.backend.settled();
    }
  }

  /** Every row that the account has in the tables an event of this type may write. */
  async state(event: SandboxEvent): Promise<State> {
    const tables = tablesOf(event);
    const rows = await Promise.all(
      tables.map((name) => this.backend.query<Row>(`SELECT * FROM ${name} WHERE account = $1`, [this.id])),
    );
    return Object.fromEntries(
      tables.map((name, i) => [name, byId((rows[i] ?? []).map((row) => this.asToldBy(event, row)))]),
    );
  }

  /** Which transaction wrote the rows: another one for a row that was written anew, were it with the same values. */
  async writes(event: SandboxEvent): Promise<unknown[]> {
    const { table, owned } = mirrorOf(event);
    const tables = [table, owned?.table].filter((name) => name !== undefined);
    return Promise.all(
      tables.map((name) =>
        this.backend.query(`SELECT id, xmin::text FROM ${name} WHERE account = $1 ORDER BY id`, [this.id]),
      ),
    );
  }

  log(): Promise<Row[]> {
    return this.backend.query(
      `SELECT stripe_event_id, event_type, api_version, object_key, status, verdict, superseded_by
         FROM stripe_event_log WHERE account = $1 ORDER BY id`,
      [this.id],
    );
  }

  /** Ids of events are unique among all accounts; the order of two ids stays. */
  idHere(eventId: string): string {
    return `evt_${this.id}_${eventId}`;
  }

  /** The id of the row of an event's object, told in the newest shape; undefined for a preview. */
  keyHere({ data: { object } }: SandboxEvent): unknown {
    return object['object'] === 'application'
      ? this.id
      : object['object'] === 'entitlements.active_entitlement_summary'
        ? object['customer']
        : object['id'];
  }

  private asToldBy(event: SandboxEvent, { account: _account, ...row }: Row): Row {
    const { stripe_event_id: eventId } = row;
    const told = row['id'] === this.id ? { ...row, id: event.account } : row;
    return typeof eventId === 'string' ? { ...told, stripe_event_id: eventId.replace(this.idHere(''), '') } : told;
  }
}
