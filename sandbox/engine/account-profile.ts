import {
  type Account,
  type BusinessProfile,
  CAPABILITIES,
  type CapabilityName,
  newAccount,
  NO_PROFILE,
  NO_REQUIREMENTS,
} from '../objects/account.js';
import type { BankAccount } from '../objects/bank-account.js';
import { newCapability } from '../objects/capability.js';
import { listOf } from '../objects/stripe-object.js';
import { completed, type ControllerParam, refuseUnfit } from './account-controller.js';
import { requirementsOf } from './account-requirements.js';
import { createBankAccount } from './bank-accounts.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { given, mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';

export interface AccountUpdate {
  business_profile?: Partial<BusinessProfile>;
  business_type?: string;
  capabilities?: Partial<Record<CapabilityName, { requested?: boolean }>>;
  email?: string;
  /** A bank account in full, or a token of Stripe's. */
  external_account?: string | { account_number?: string; account_holder_name?: string; currency?: string };
  metadata?: MetadataParam;
  tos_acceptance?: { date?: number; ip?: string; user_agent?: string };
}

export interface AccountCreate extends AccountUpdate {
  type?: Account['type'];
  controller?: ControllerParam;
  country?: string;
}

/** Stripe looks at what was said for so long. */
const VERIFICATION_SECONDS = 2;

/** The account that an engine stands for, as its platform sees it. */
export class AccountProfile {
  constructor(
    private readonly ctx: EngineContext,
    private readonly id: string,
  ) {}

  get(): Account {
    return this.ctx.store.accounts.get(this.id, 'account');
  }

  /** The merchant's own account, with nothing left to provide. */
  createOwn(): void {
    const bank = createBankAccount(this.ctx, this.id);
    this.keep({
      business_profile: { ...NO_PROFILE, name: 'Sandbox' },
      business_type: 'company',
      capabilities: { card_payments: 'active', transfers: 'active' },
      charges_enabled: true,
      controller: { type: 'account' },
      details_submitted: true,
      email: 'sandbox@example.com',
      external_accounts: listOf(`/v1/accounts/${this.id}/external_accounts`, [bank]),
      payouts_enabled: true,
      type: 'standard',
    });
  }

  /** A connected account that has said nothing yet; Stripe tells nobody of it. */
  createConnected({ capabilities, controller, country, type, ...params }: AccountCreate): Account {
    refuseUnfit(controller, type);
    const { clock, record, store } = this.ctx;
    const names = CAPABILITIES.filter((name) => capabilities?.[name]?.requested ?? type === 'standard');
    for (const id of names) {
      const status = 'inactive';
      record.create(store.capabilities, newCapability({ id, account: this.id, requested_at: clock.now(), status }));
    }
    const account = this.keep({
      capabilities: Object.fromEntries(names.map((name) => [name, 'inactive'])),
      controller: controller ? completed(controller) : { type: 'application', is_controller: type !== 'standard' },
      country: country ?? 'US',
      type: type ?? (controller ? 'none' : 'standard'),
    });
    const silent = { ...account, ...this.patchOf(account, params, false) };
    return record.step(store.accounts, account, { ...silent, requirements: requirementsOf(silent, false) });
  }

  /** What the owner says on the onboarding page, or the platform by the API. Once nothing is missing, Stripe looks at it. */
  update(params: AccountUpdate): Account {
    const { record, schedule, store } = this.ctx;
    const before = this.get();
    for (const name of CAPABILITIES) {
      if (params.capabilities?.[name]?.requested) this.request(name);
    }
    const patch = this.patchOf(this.get(), params, true);
    const said = { ...this.get(), ...patch };
    const verified = before.details_submitted && before.requirements.disabled_reason === null;
    const requirements = requirementsOf(said, verified);
    const submitted = requirements.currently_due.length === 0;
    if (submitted && !before.details_submitted) schedule.after(VERIFICATION_SECONDS, () => this.verify());
    const all = { ...patch, details_submitted: before.details_submitted || submitted, requirements };
    return record.update(store.accounts, this.get(), all, 'account.updated');
  }

  /** `account.external_account.updated`, and the account that lists it. */
  updateBank(id: string, metadata: MetadataParam | undefined): BankAccount {
    const { record, store } = this.ctx;
    const bank = store.bankAccounts.get(id);
    const patch = { metadata: mergeMetadata(bank.metadata, metadata) };
    const updated = record.update(store.bankAccounts, bank, patch, 'account.external_account.updated');
    const account = this.get();
    const external_accounts = listOf(account.external_accounts.url, [updated]);
    record.update(store.accounts, account, { external_accounts }, 'account.updated');
    return updated;
  }

  /** `capability.updated`, and the account that lists it. */
  request(name: CapabilityName): void {
    const { clock, record, store } = this.ctx;
    if (store.capabilities.find(name)) return;
    const account = this.get();
    const status = account.charges_enabled ? 'active' : 'inactive';
    const capability = newCapability({ id: name, account: this.id, requested_at: clock.now(), status });
    record.emit('capability.updated', record.create(store.capabilities, capability));
    const capabilities = { ...account.capabilities, [name]: status };
    record.update(store.accounts, account, { capabilities }, 'account.updated');
  }

  private verify(): void {
    const { record, store } = this.ctx;
    const account = store.accounts.find(this.id);
    if (!account) return;
    for (const capability of store.capabilities.values()) {
      record.update(store.capabilities, capability, { status: 'active' }, 'capability.updated');
    }
    const names = store.capabilities.values().map(({ id }) => [id, 'active']);
    const patch: Partial<Account> = {
      capabilities: Object.fromEntries(names),
      charges_enabled: true,
      payouts_enabled: true,
      requirements: requirementsOf(account, true),
    };
    record.update(store.accounts, account, patch, 'account.updated');
  }

  private patchOf(account: Account, params: AccountUpdate, told: boolean): Partial<Account> {
    const { business_profile, external_account, metadata, tos_acceptance } = params;
    return {
      ...given({ business_type: params.business_type, email: params.email }),
      business_profile: { ...account.business_profile, ...given(business_profile ?? {}) },
      metadata: mergeMetadata(account.metadata, metadata),
      tos_acceptance: { ...account.tos_acceptance, ...given(tos_acceptance ?? {}) },
      ...(external_account && { external_accounts: this.withBank(account, external_account, told) }),
    };
  }

  /** A new bank account takes the place of the one before. */
  private withBank(
    { external_accounts }: Account,
    external: NonNullable<AccountUpdate['external_account']>,
    told: boolean,
  ): Account['external_accounts'] {
    const { record, store } = this.ctx;
    const params = typeof external === 'string' ? {} : external;
    if (params.account_number !== undefined && !/^\d{4,17}$/.test(params.account_number)) {
      throw invalidRequest(
        'The bank account number provided is invalid.',
        'external_account[account_number]',
        'account_number_invalid',
      );
    }
    const bank = createBankAccount(this.ctx, this.id, params, told ? 'account.external_account.created' : undefined);
    for (const old of external_accounts.data)
      record.remove(store.bankAccounts, old, 'account.external_account.deleted');
    return listOf(external_accounts.url, [bank]);
  }

  private keep(fields: Partial<Account> & Pick<Account, 'capabilities' | 'controller' | 'type'>): Account {
    const { clock, record, store } = this.ctx;
    const account = newAccount({
      id: this.id,
      business_profile: NO_PROFILE,
      business_type: null,
      charges_enabled: false,
      country: 'US',
      created: clock.now(),
      details_submitted: false,
      email: null,
      external_accounts: listOf(`/v1/accounts/${this.id}/external_accounts`, []),
      metadata: newMetadata(undefined),
      payouts_enabled: false,
      requirements: NO_REQUIREMENTS,
      tos_acceptance: { date: null, ip: null, user_agent: null },
      ...fields,
    });
    return record.create(store.accounts, account);
  }
}
