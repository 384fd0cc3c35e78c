import { None } from '../../show/none.js';
import { State, type Tone } from '../../show/state.js';

const TONES: Readonly<Record<string, Tone>> = {
  active: 'ok',
  trialing: 'ok',
  past_due: 'warn',
  incomplete: 'waiting',
  unpaid: 'bad',
  paused: 'off',
  canceled: 'off',
  incomplete_expired: 'off',
};

/** In Stripe's words. */
export const SubscriptionState = ({ status }: { readonly status: string | null }) =>
  status === null ? <None /> : <State tone={TONES[status] ?? 'none'}>{status.replaceAll('_', ' ')}</State>;
