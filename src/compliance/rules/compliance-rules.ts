import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../audit/audit-log.js';
import type { AskedBy } from '../../audit/audited-calls.js';
import type { Caller } from '../../auth/caller.js';
import { pageOf, type Page } from '../../common/cursor.js';
import { NotFoundError } from '../../common/request.errors.js';
import { inTransaction } from '../../database/in-transaction.js';
import { showRule, type RuleAnswer } from './rule.answers.js';
import { RuleRepository, type RuleRow } from './rule.repository.js';
import type { EndBody, RuleBody, RulesQuery } from './rule.requests.js';

/** The rules of an account, as its operators write them. */
@Injectable()
export class ComplianceRules {
  constructor(
    private readonly rules: RuleRepository,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
  ) {}

  async list(caller: Caller, query: RulesQuery): Promise<Page<RuleAnswer>> {
    return pageOf(await this.rules.page(caller.account, query), query.limit, showRule);
  }

  /** The same request with the same key is one rule, also when the first process died with the answer in hand. */
  async add({ caller, idempotencyKey }: AskedBy, body: RuleBody): Promise<RuleAnswer> {
    const key = { account: caller.account, id: ruleIdOf(idempotencyKey) };
    return inTransaction(this.dataSource, async (tx) => {
      const added = await this.rules.add(tx, key, caller.id, body);
      const rule = added ?? (await this.rules.find(tx, key));
      if (!rule) throw new NotFoundError();
      if (added) {
        const object = { type: 'compliance_rule', id: rule.id };
        await this.audit.write(tx, {
          caller,
          action: 'compliance_rule.create',
          object,
          before: null,
          after: termsOf(rule),
        });
      }
      return showRule(rule);
    });
  }

  /** Of a rule that has ended, its end. @throws {NotFoundError} */
  async end(caller: Caller, id: string, body: EndBody): Promise<RuleAnswer> {
    const key = { account: caller.account, id };
    return inTransaction(this.dataSource, async (tx) => {
      const rule = await this.rules.find(tx, key);
      if (!rule) throw new NotFoundError();
      if (rule.endedAt) return showRule(rule);
      await this.rules.end(tx, id, caller.id, body);
      await this.audit.write(tx, {
        caller,
        action: 'compliance_rule.end',
        object: { type: 'compliance_rule', id },
        before: { ...termsOf(rule), active: true },
        after: { active: false },
      });
      return showRule((await this.rules.find(tx, key)) ?? rule);
    });
  }
}

const ruleIdOf = (idempotencyKey: string): string =>
  `rule_${createHash('sha256').update(`rule ${idempotencyKey}`).digest('hex').slice(0, 32)}`;

/** Without reason and note: they are free text, and may name people. */
function termsOf({ effect, action, tenant, customer, product, price, country, category, amount, currency }: RuleRow) {
  const terms = { effect, action, tenant, customer, product, price, country, category, amount, currency };
  return Object.fromEntries(Object.entries(terms).filter(([, term]) => term !== null));
}
