import { invalidRequest, missingParameter } from '../engine/errors.js';
import { isHash } from '../previous-attributes.js';

const INTEGERS = new Set([
  'amount',
  'amount_off',
  'amount_refunded',
  'amount_to_capture',
  'application_fee_amount',
  'balance',
  'cancel_at',
  'credit_amount',
  'date',
  'days_until_due',
  'duration_in_months',
  'end_date',
  'exp_month',
  'exp_year',
  'expires_at',
  'interval_count',
  'iterations',
  'limit',
  'max_redemptions',
  'minimum_amount',
  'out_of_band_amount',
  'quantity',
  'redeem_by',
  'refund_amount',
  'seconds',
  'start_date',
  'trial_end',
  'trial_period_days',
  'unit_amount',
]);
/** Not whole: `percent_off` has up to two decimals. */
const DECIMALS = new Set(['amount_percent', 'application_fee_percent', 'percent_off', 'percent_ownership']);
const BOOLEANS = new Set([
  'active',
  'allow_promotion_codes',
  'authorizer',
  'cancel_at_period_end',
  'confirm',
  'connect',
  'deleted',
  'delivery_success',
  'director',
  'disabled',
  'enabled',
  'executive',
  'first_time_transaction',
  'passes',
  'inquiry',
  'legal_guardian',
  'owner',
  'preserve_cancel_date',
  'refund_application_fee',
  'representative',
  'requested',
  'reverse_transfer',
  'submit',
  'succeeds',
  'trial',
  'unchallengeable',
  'wins',
]);
const WORDS_FOR_TIMES = ['', 'min_period_end', 'max_period_end', 'now'];

/** Form bodies hold only text: numbers and booleans are read by name, as Stripe reads them by its schema. Metadata stays text. */
export function readParams(given: unknown): Record<string, unknown> {
  if (!isHash(given)) return {};
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, name === 'metadata' ? value : readValue(name, value)]),
  );
}

function readValue(name: string, value: unknown): unknown {
  const list = listIn(value);
  if (list) return list.map((entry) => readValue('', entry));
  if (isHash(value)) return readParams(value);
  if (BOOLEANS.has(name)) return readBoolean(name, value);
  if (DECIMALS.has(name)) return readDecimal(name, value);
  return INTEGERS.has(name) && !WORDS_FOR_TIMES.includes(String(value)) ? readInteger(name, value) : value;
}

/** The query parser makes a list of more than twenty entries a hash of their places. */
function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const places = isHash(value) ? Object.keys(value) : [];
  return isHash(value) && places.length > 0 && places.every((place) => /^\d+$/.test(place))
    ? Object.values(value)
    : undefined;
}

function readInteger(name: string, value: unknown): number {
  if (/^-?\d+$/.test(String(value))) return Number(value);
  throw invalidRequest(`Invalid integer: ${String(value)}`, name, 'parameter_invalid_integer');
}

function readDecimal(name: string, value: unknown): number {
  if (/^\d{1,3}(\.\d+)?$/.test(String(value))) return Number(value);
  throw invalidRequest(`Invalid decimal: ${String(value)}`, name, 'parameter_invalid_integer');
}

function readBoolean(name: string, value: unknown): boolean {
  if (String(value) === 'true' || String(value) === 'false') return String(value) === 'true';
  throw invalidRequest(`Invalid boolean: ${String(value)}`, name);
}

/** The params as the action's own type, once the required ones are there. */
export function requireParams<T>(params: Record<string, unknown>, ...names: (keyof T & string)[]): T {
  assertPresent<T>(params, names);
  return params;
}

function assertPresent<T>(
  params: Record<string, unknown>,
  names: readonly (keyof T & string)[],
): asserts params is Record<string, unknown> & T {
  const missing = names.find((name) => params[name] === undefined || params[name] === '');
  if (missing !== undefined) throw missingParameter(missing);
}

/** Since 2026-09-30.endive it can no longer be written. */
export function refusePaymentMethodTypes(params: Record<string, unknown>): void {
  if (params['payment_method_types'] === undefined) return;
  throw invalidRequest(
    'Received unknown parameter: payment_method_types. Use allowed_payment_method_types instead.',
    'payment_method_types',
    'parameter_unknown',
  );
}
