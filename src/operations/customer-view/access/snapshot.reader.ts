import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DerivedKey } from '../../../database/event-context.js';
import { rowsOf } from '../one-moment.js';
import type { CustomerFacts, InvoiceFacts, Moment, Owner, SaidBy, SubscriptionFacts, TenantFacts } from './snapshot.js';
import {
  END_EVENT,
  FOLLOW_UP,
  HISTORY,
  IDENTITY,
  INVOICE,
  PLANS_WITH,
  SIBLINGS,
  SUBSCRIPTIONS,
  SUMMARY,
  TENANT,
} from './snapshot.sql.js';

interface IdentityRow extends CustomerFacts {
  readonly now: Date;
  readonly isKnown: boolean;
  readonly isMirrored: boolean;
  readonly tenantId: string | null;
  readonly saidBy: SaidBy;
  readonly isOwn: boolean;
  readonly accountLeftAt: Date | null;
  /** Null before the first start with a key. */
  readonly livemode: boolean | null;
}

/** Who a customer is. */
export interface Identity {
  readonly now: Date;
  readonly livemode: boolean;
  readonly customer: CustomerFacts | null;
  readonly owner: Owner | null;
  readonly accountLeftAt: Date | null;
}

/** Reads what decides on the access of a customer, of one moment. */
@Injectable()
export class SnapshotReader {
  /** Undefined when nothing has ever told of it. */
  async identity(tx: EntityManager, { account, id }: DerivedKey): Promise<Identity | undefined> {
    const [row] = await rowsOf<IdentityRow>(tx, IDENTITY, [account, id]);
    if (!row?.isKnown) return undefined;
    const { now, isMirrored, tenantId, saidBy, isOwn, accountLeftAt } = row;
    const { email, delinquent, createdAt, deletedAt, eventId } = row;
    return {
      now,
      livemode: row.livemode ?? false,
      accountLeftAt,
      customer: isMirrored ? { email, delinquent, createdAt, deletedAt, eventId } : null,
      owner: tenantId === null ? null : { tenantId, saidBy, isOwn },
    };
  }

  async tenant(tx: EntityManager, account: string, tenantId: string): Promise<TenantFacts | null> {
    const [row] = await rowsOf<TenantFacts>(tx, TENANT, [account, tenantId]);
    return row ?? null;
  }

  siblings(
    tx: EntityManager,
    { account, id }: DerivedKey,
    tenantId: string,
    most: number,
  ): Promise<{ id: string; deleted: boolean }[]> {
    return rowsOf(tx, SIBLINGS, [account, tenantId, id, most]);
  }

  subscriptions(
    tx: EntityManager,
    { account, id }: DerivedKey,
    { tenantId, counting, most }: { tenantId: string | null; counting: string | null; most: number },
  ): Promise<SubscriptionFacts[]> {
    return rowsOf(tx, SUBSCRIPTIONS, [account, tenantId, id, counting, most]);
  }

  async history(
    tx: EntityManager,
    account: string,
    tenantId: string,
    status: string | null,
  ): Promise<{ statusSince: Moment | null; lastChange: Moment | null }> {
    const rows = await rowsOf<Moment & { readonly what: string }>(tx, HISTORY, [account, tenantId, status]);
    const of = (kind: string): Moment | null => rows.find(({ what }) => what === kind) ?? null;
    return { statusSince: of('status'), lastChange: of('last') };
  }

  async endEvent(tx: EntityManager, account: string, subscriptionId: string): Promise<string | null> {
    const [row] = await rowsOf<{ id: string }>(tx, END_EVENT, [account, subscriptionId]);
    return row?.id ?? null;
  }

  /** The invoice that is in the way of a subscription, and why it is not paid. */
  async invoice(tx: EntityManager, account: string, subscriptionId: string): Promise<InvoiceFacts | null> {
    const [row] = await rowsOf<Omit<InvoiceFacts, 'reason' | 'lastFailedAt'>>(tx, INVOICE, [account, subscriptionId]);
    if (!row) return null;
    const [asked] = await rowsOf<Pick<InvoiceFacts, 'reason' | 'failureCode' | 'declineCode' | 'lastFailedAt'>>(
      tx,
      FOLLOW_UP,
      [account, row.id],
    );
    return { ...row, reason: null, lastFailedAt: null, ...asked };
  }

  async summary(tx: EntityManager, account: string, customerId: string): Promise<Moment | null> {
    const [row] = await rowsOf<Moment>(tx, SUMMARY, [account, customerId]);
    return row ?? null;
  }

  async plansWith(tx: EntityManager, account: string, feature: string): Promise<string[]> {
    const rows = await rowsOf<{ plan: string }>(tx, PLANS_WITH, [account, feature]);
    return rows.map(({ plan }) => plan);
  }
}
