import { NOTHING_TO_DO } from '../../customer-view/access/reason-codes.js';
import type { CustomerPage } from '../../customer-view/page/customer-page.answers.js';

type Reason = CustomerPage['access']['because'][number];

/** Adopters' own words (plans, features, tenants) may mean to steer the terminal. */
const shown = (line: string): string => line.replaceAll(/\p{C}+/gu, ' ');

const words = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null).join(', ') || 'none';

function reasonLines({ effect, code, at, text, remedy, refs }: Reason): string[] {
  const ids = refs.map(({ id }) => id);
  return [
    `${effect.padEnd(7)}  ${code}${at === null ? '' : ` since ${at}`}`,
    `         ${text}${ids.length > 0 ? ` (${ids.join(', ')})` : ''}`,
    ...(remedy === NOTHING_TO_DO ? [] : [`         -> ${remedy}`]),
  ];
}

/** Whether a customer has access, and why, for a person: the first reason is the answer. */
export function whyLines({ customer, access, tenant }: CustomerPage): string[] {
  const { granted, plan, status, entitledBy, features, feature, because } = access;
  return [
    words(customer.id, customer.email, customer.account),
    `  access    ${granted ? 'granted' : 'denied'}`,
    ...(feature === null ? [] : [`  feature   ${feature.name}: ${feature.granted ? 'granted' : 'denied'}`]),
    `  tenant    ${tenant ? `${tenant.id} by ${tenant.saidBy.replaceAll('_', ' ')}` : 'none'}`,
    `  plan      ${words(plan, status)}`,
    `  features  ${words(...features)}${entitledBy === null ? '' : ` (by ${entitledBy})`}`,
    '',
    ...because.flatMap(reasonLines).map((line) => `  ${line}`),
  ].map(shown);
}
