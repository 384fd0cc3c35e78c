import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { prepared } from '../database/prepared.js';

interface Person {
  readonly customerId: string | null;
  readonly email: string | null;
  readonly name: string | null;
  /** The object names a customer of whom nothing has arrived yet. */
  readonly isEarly: boolean;
}

const isEarly = (of: string): string => `
  ${of}.customer_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM customers x WHERE x.account = ${of}.account AND x.id = ${of}.customer_id) AS "isEarly"`;

/** An invoice that still waits for its customer. Amounts are minor units, as text. */
export interface UnpaidInvoice extends Person {
  /** See docs/data-model.md, follow-ups. */
  readonly reason: string;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly number: string | null;
  readonly invoiceUrl: string | null;
  /** Null when none is planned, or its time has passed. */
  readonly nextAttempt: Date | null;
}

export interface Trial extends Person {
  readonly status: string | null;
  readonly cancelling: boolean | null;
  readonly trialEnd: Date | null;
  readonly isOver: boolean;
}

interface Payment {
  readonly chargeId: string | null;
  readonly paymentIntentId: string | null;
  readonly amount: string | null;
  readonly currency: string | null;
}

export interface OpenDispute extends Payment {
  readonly status: string | null;
  readonly reason: string | null;
  readonly dueBy: Date | null;
}

export interface FraudWarning extends Payment {
  readonly fraudType: string | null;
  readonly actionable: boolean | null;
  readonly refunded: boolean | null;
  readonly disputed: boolean | null;
}

export interface OpenReview extends Payment {
  readonly open: boolean | null;
  readonly reason: string | null;
}

/** A tenant, and the subscriptions of it that have not ended, sorted. */
export interface PayingTenant {
  readonly customerId: string | null;
  readonly subscriptions: readonly string[];
}

/** An incident of one of the backend's own alerts. */
export interface OpenIncident {
  /** What was measured last while it lasted, in words. */
  readonly value: string;
  readonly openedAt: Date;
  /** Since when nothing is wrong any more; null while it lasts. */
  readonly clearSince: Date | null;
  /** Null: it is not over yet. */
  readonly resolvedAt: Date | null;
}

/** All SQL of the notifications: what the rows say now of what a message would tell. No row: nothing to tell any more. */
@Injectable()
export class NotificationRepository {
  constructor(private readonly dataSource: DataSource) {}

  unpaidInvoice(account: string, id: string): Promise<UnpaidInvoice | undefined> {
    return this.first(
      `SELECT f.customer_id AS "customerId", f.email, f.name, f.reason, f.amount::text, f.currency, i.number,
              f.hosted_invoice_url AS "invoiceUrl", ${isEarly('f')},
              CASE WHEN f.next_payment_attempt > now() THEN f.next_payment_attempt END AS "nextAttempt"
         FROM payment_follow_ups f
         JOIN invoices i ON i.account = f.account AND i.id = f.id
        WHERE f.kind = 'invoice' AND f.account = $1 AND f.id = $2`,
      [account, id],
    );
  }

  trial(account: string, id: string): Promise<Trial | undefined> {
    return this.first(
      `SELECT s.customer_id AS "customerId", c.email, c.name, s.status, s.cancelling, s.trial_end AS "trialEnd",
              ${isEarly('s')}, coalesce(s.trial_end <= now(), true) AS "isOver"
         FROM subscriptions s
         LEFT JOIN customers c ON c.account = s.account AND c.id = s.customer_id AND c.deleted_at IS NULL
        WHERE s.account = $1 AND s.id = $2 AND s.deleted_at IS NULL`,
      [account, id],
    );
  }

  dispute(account: string, id: string): Promise<OpenDispute | undefined> {
    return this.first(
      `SELECT charge_id AS "chargeId", payment_intent_id AS "paymentIntentId", amount::text, currency, status, reason,
              evidence_due_by AS "dueBy"
         FROM disputes WHERE account = $1 AND id = $2 AND deleted_at IS NULL`,
      [account, id],
    );
  }

  fraudWarning(account: string, id: string): Promise<FraudWarning | undefined> {
    return this.first(
      `SELECT w.charge_id AS "chargeId", w.payment_intent_id AS "paymentIntentId", c.amount::text, c.currency,
              w.fraud_type AS "fraudType", w.actionable, c.refunded, c.disputed
         FROM early_fraud_warnings w
         LEFT JOIN charges c ON c.account = w.account AND c.id = w.charge_id
        WHERE w.account = $1 AND w.id = $2 AND w.deleted_at IS NULL`,
      [account, id],
    );
  }

  review(account: string, id: string): Promise<OpenReview | undefined> {
    return this.first(
      `SELECT r.charge_id AS "chargeId", r.payment_intent_id AS "paymentIntentId", c.amount::text, c.currency, r.open,
              coalesce(r.opened_reason, r.reason) AS reason
         FROM reviews r
         LEFT JOIN charges c ON c.account = r.account AND c.id = r.charge_id
        WHERE r.account = $1 AND r.id = $2 AND r.deleted_at IS NULL`,
      [account, id],
    );
  }

  tenant(account: string, id: string): Promise<PayingTenant | undefined> {
    return this.first(
      `SELECT customer_id AS "customerId", live_subscription_ids AS subscriptions
         FROM tenants WHERE account = $1 AND id = $2`,
      [account, id],
    );
  }

  incident(id: string): Promise<OpenIncident | undefined> {
    return this.first(
      `SELECT value, opened_at AS "openedAt", clear_since AS "clearSince", resolved_at AS "resolvedAt"
         FROM alert_incidents WHERE id = $1`,
      [id],
    );
  }

  /** What became of another message on the same channel; undefined when there is none. */
  async statusOf(topic: string, key: string): Promise<string | undefined> {
    const entry = await this.first<{ status: string }>(
      'SELECT status FROM outbox WHERE topic = $1 AND business_key = $2',
      [topic, key],
    );
    return entry?.status;
  }

  private async first<Row>(sql: string, parameters: string[]): Promise<Row | undefined> {
    const rows: Row[] = await this.dataSource.query(prepared(sql), parameters);
    return rows[0];
  }
}
