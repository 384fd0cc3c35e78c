import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../audit/audit-log.js';
import type { Caller } from '../../auth/caller.js';
import { InvalidRequestError, NotFoundError } from '../../common/request.errors.js';
import type { DerivedKey } from '../../database/event-context.js';
import { inTransaction } from '../../database/in-transaction.js';
import { HoldChangedError, NotReleasableError } from '../compliance.errors.js';
import { RuleRepository } from '../rules/rule.repository.js';
import type { ReleaseAnswer, ReleaseBody } from './hold.answers.js';
import { ReleaseRepository, type Release } from './release.repository.js';

/** Lets through what was held. */
@Injectable()
export class HoldReleases {
  constructor(
    private readonly releases: ReleaseRepository,
    private readonly rules: RuleRepository,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * What is released already is answered as it was released. What has become worse since it was seen is not released.
   *
   * @throws {NotFoundError} when nothing of this id holds. @throws {NotReleasableError} @throws {HoldChangedError}
   * @throws {InvalidRequestError}
   */
  async release(caller: Caller, id: string, body: ReleaseBody): Promise<ReleaseAnswer> {
    const key = { account: caller.account, id };
    const tenant = tenantMeant(id, body);
    const by = { kind: body.kind, reason: body.reason, by: caller.id };
    return inTransaction(this.dataSource, async (tx) => {
      if (tenant !== '') await this.refuseUnreleasable(tx, key);
      const released =
        tenant === ''
          ? await this.releases.releaseRisk(tx, key, by)
          : await this.releases.releaseRule(tx, key, tenant, by);
      if (released) {
        const { kind, stage } = released;
        await this.audit.write(tx, {
          caller,
          action: 'hold.release',
          object: { type: 'hold', id },
          before: { kind, held: true },
          after: { kind, held: false, stage, ...(tenant === '' ? {} : { tenant }) },
        });
      }
      if (!released && tenant === '' && (await this.releases.holdsRisk(tx, key))) throw new HoldChangedError();
      const known = released ?? (await this.releases.last(tx, key, tenant));
      if (!known) throw new NotFoundError();
      return show(known);
    });
  }

  private async refuseUnreleasable(tx: EntityManager, key: DerivedKey): Promise<void> {
    const rule = await this.rules.find(tx, key);
    if (!rule || rule.endedAt) throw new NotFoundError();
    if (rule.effect === 'refuse') throw new NotReleasableError();
  }
}

/** A rule holds many, and is released for one; the others are about one payment. '' for those. */
function tenantMeant(id: string, { kind, tenant }: ReleaseBody): string {
  const isRule = id.startsWith('rule_');
  if (isRule !== (kind === 'rule')) {
    throw new InvalidRequestError([{ pointer: '/kind', detail: 'is not what the id names' }]);
  }
  if (isRule && tenant === undefined) {
    throw new InvalidRequestError([{ pointer: '/tenant', detail: 'name whom to let through, or end the rule' }]);
  }
  if (!isRule && tenant !== undefined) {
    throw new InvalidRequestError([{ pointer: '/tenant', detail: 'leave it out: the hold is about one payment' }]);
  }
  return tenant ?? '';
}

const show = ({ hold, kind, tenant, reason, releasedAt, releasedBy }: Release): ReleaseAnswer => ({
  hold,
  kind,
  reason,
  releasedBy,
  tenant: tenant === '' ? null : tenant,
  releasedAt: releasedAt.toISOString(),
});
