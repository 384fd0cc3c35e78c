import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Cursor } from '../../common/cursor.js';
import { ALERT_NAMES, type AlertName, type Severity } from './alert-names.js';

/** An alert that was found wrong, from then until it was right for a while. */
export interface Incident {
  readonly id: string;
  readonly alert: AlertName;
  readonly severity: Severity;
  /** What was measured last while it lasted, in words. */
  readonly value: string;
  readonly openedAt: Date;
  /** Since when nothing is wrong any more; null while it lasts. */
  readonly clearSince: Date | null;
}

/** An incident as its list reads it: `created` is when it was opened. */
export interface IncidentRow extends Omit<Incident, 'openedAt'>, Cursor {
  readonly resolvedAt: Date | null;
}

interface Asked {
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
  /** Undefined: both. */
  readonly state?: 'open' | 'resolved' | undefined;
}

const FIELDS = `id, alert, severity, value, opened_at AS "openedAt", clear_since AS "clearSince"`;

/** Of alerts that this version knows: while versions change, another one may have opened what no rule here measures. */
const IS_KNOWN = `alert = ANY ('{${ALERT_NAMES.join(',')}}')`;

/** All SQL of the incidents. Times by the database's clock: machines agree on it. */
@Injectable()
export class IncidentRepository {
  constructor(private readonly dataSource: DataSource) {}

  open(): Promise<Incident[]> {
    return this.dataSource.query(
      `SELECT ${FIELDS} FROM alert_incidents WHERE resolved_at IS NULL AND ${IS_KNOWN} ORDER BY opened_at, id COLLATE "C"`,
    );
  }

  /** @returns undefined when the alert has an open one, which somebody else may just have begun. */
  async begin(
    tx: EntityManager,
    incident: Pick<Incident, 'alert' | 'severity' | 'value'>,
  ): Promise<Incident | undefined> {
    const begun: Incident[] = await tx.query(
      `INSERT INTO alert_incidents (alert, severity, value) VALUES ($1, $2, $3)
       ON CONFLICT (alert) WHERE resolved_at IS NULL DO NOTHING
       RETURNING ${FIELDS}`,
      [incident.alert, incident.severity, incident.value],
    );
    return begun[0];
  }

  /** It lasts: also one that seemed to be over. */
  async goesOn(id: string, value: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE alert_incidents SET value = $2, clear_since = NULL
        WHERE id = $1 AND resolved_at IS NULL AND (value <> $2 OR clear_since IS NOT NULL)`,
      [id, value],
    );
  }

  /** Nothing is wrong any more, for now. */
  async isClear(id: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE alert_incidents SET clear_since = now()
        WHERE id = $1 AND resolved_at IS NULL AND clear_since IS NULL`,
      [id],
    );
  }

  /** @returns whether it has ended now: not before it was clear for so many seconds, and once. */
  async end(tx: EntityManager, id: string, patience: number): Promise<boolean> {
    const [ended]: [unknown[], number] = await tx.query(
      `UPDATE alert_incidents SET resolved_at = now()
        WHERE id = $1 AND resolved_at IS NULL AND clear_since <= now() - $2 * interval '1 second'
       RETURNING id`,
      [id, patience],
    );
    return ended.length > 0;
  }

  /** Newest first, one more than asked for when there is more. */
  page({ limit, cursor, state }: Asked): Promise<IncidentRow[]> {
    return this.dataSource.query(
      `SELECT id, alert, severity, value, opened_at AS created, clear_since AS "clearSince",
              resolved_at AS "resolvedAt"
         FROM alert_incidents
        WHERE (opened_at, id COLLATE "C") < ($1::timestamptz, $2::text COLLATE "C") AND ${IS_KNOWN}
          AND ($3::text IS NULL OR (resolved_at IS NULL) = ($3 = 'open'))
        ORDER BY opened_at DESC, id COLLATE "C" DESC
        LIMIT $4`,
      [cursor?.created ?? 'infinity', cursor?.id ?? '', state ?? null, limit + 1],
    );
  }

  /** Ends those that a version had opened which is gone: a day is time for any change of versions. */
  async endUnknown(): Promise<void> {
    await this.dataSource.query(
      `UPDATE alert_incidents SET clear_since = coalesce(clear_since, now()), resolved_at = now()
        WHERE resolved_at IS NULL AND NOT ${IS_KNOWN} AND opened_at < now() - interval '1 day'`,
    );
  }

  /** Forgets incidents that were over 400 days ago. */
  async prune(): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM alert_incidents
        WHERE opened_at < now() - interval '400 days' AND resolved_at < now() - interval '400 days'`,
    );
  }
}
