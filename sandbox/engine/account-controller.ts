import type { Account } from '../objects/account.js';
import { invalidRequest } from './errors.js';

/** Who bears what, and where the owner of an account sees what it earns. */
export interface ControllerParam {
  fees?: { payer?: string };
  losses?: { payments?: string };
  requirement_collection?: string;
  stripe_dashboard?: { type?: string };
}

/** What is not said is as of a standard account. */
export const completed = ({ fees, losses, requirement_collection, stripe_dashboard }: ControllerParam) => ({
  fees: { payer: fees?.payer ?? 'account' },
  is_controller: true,
  losses: { payments: losses?.payments ?? 'stripe' },
  requirement_collection: requirement_collection ?? 'stripe',
  stripe_dashboard: { type: stripe_dashboard?.type ?? 'full' },
  type: 'application',
});

/** @throws StripeApiError 400 */
export function refuseUnfit(controller: ControllerParam | undefined, type: Account['type'] | undefined): void {
  if (!controller) return;
  if (type !== undefined) throw invalidRequest('You may not provide both `type` and `controller`.', 'type');
  const { fees, losses, requirement_collection, stripe_dashboard } = completed(controller);
  if (losses.payments === 'application' && fees.payer !== 'application') {
    throw invalidRequest(
      'When `controller[losses][payments]=application`, `controller[fees][payer]` must be `application`.',
      'controller[fees][payer]',
    );
  }
  if (requirement_collection === 'application' && stripe_dashboard.type !== 'none') {
    throw invalidRequest(
      'When `controller[requirement_collection]=application`, `controller[stripe_dashboard][type]` must be `none`.',
      'controller[stripe_dashboard][type]',
    );
  }
}

/** `full`, `express` or `none`, as the account's type says where there is no controller. */
export function dashboardOf({ controller, type }: Account): string {
  const { stripe_dashboard: dashboard } = controller;
  if (typeof dashboard === 'object' && dashboard !== null && 'type' in dashboard) return String(dashboard.type);
  return type === 'express' ? 'express' : type === 'custom' ? 'none' : 'full';
}
