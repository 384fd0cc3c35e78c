import { Injectable } from '@nestjs/common';
import { encodeCursor, type Page } from '../../common/cursor.js';
import type { Reach } from '../operator.js';
import { AuditViewRepository, type AuditRow } from './audit-view.repository.js';
import type { AuditEntryAnswer, AuditQuery } from './audit.answers.js';

/** What operators see of the audit log. */
@Injectable()
export class AuditView {
  constructor(private readonly entries: AuditViewRepository) {}

  /** Entries go by their ids: the time of their cursor says nothing. */
  async page(reach: Reach, { limit, cursor, action, tenant, ...query }: AuditQuery): Promise<Page<AuditEntryAnswer>> {
    const { rows, lookedTo } = await this.entries.portion({
      ...query,
      tenant,
      account: reach ?? (tenant === undefined ? undefined : ''),
      action: action?.replaceAll('_', '\\_').replace(/\*$/, '%'),
      after: numberIn(cursor?.id),
      limit: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? (shown.at(-1)?.id ?? null) : lookedTo;
    return {
      data: shown.map(show),
      nextCursor: last === null ? null : encodeCursor({ created: new Date(0), id: last }),
    };
  }
}

/** A cursor of another list may name what is no number: then nothing comes after it. */
const numberIn = (id: string | undefined): string | undefined => (id === undefined || /^\d{1,18}$/.test(id) ? id : '0');

const show = ({ at, actorKind, actorId, objectType, objectId, ...row }: AuditRow): AuditEntryAnswer => ({
  ...row,
  at: at.toISOString(),
  actor: { kind: actorKind, id: actorId },
  object: { type: objectType, id: objectId },
});
