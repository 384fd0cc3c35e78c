import { invalidRequest, missingParameter } from '../engine/errors.js';
import { isHash } from '../previous-attributes.js';

const INTEGERS = new Set([
  'amount',
  'balance',
  'cancel_at',
  'exp_month',
  'exp_year',
  'interval_count',
  'limit',
  'quantity',
  'seconds',
  'trial_end',
  'trial_period_days',
  'unit_amount',
]);
const BOOLEANS = new Set([
  'active',
  'cancel_at_period_end',
  'confirm',
  'deleted',
  'delivery_success',
  'passes',
  'succeeds',
]);
const WORDS_FOR_TIMES = ['', 'min_period_end', 'max_period_end'];

/** Form bodies hold only text: numbers and booleans are read by name, as Stripe reads them by its schema. Metadata stays text. */
export function readParams(given: unknown): Record<string, unknown> {
  if (!isHash(given)) return {};
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, name === 'metadata' ? value : readValue(name, value)]),
  );
}

function readValue(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => readValue('', entry));
  if (isHash(value)) return readParams(value);
  if (BOOLEANS.has(name)) return readBoolean(name, value);
  return INTEGERS.has(name) && !WORDS_FOR_TIMES.includes(String(value)) ? readInteger(name, value) : value;
}

function readInteger(name: string, value: unknown): number {
  if (/^-?\d+$/.test(String(value))) return Number(value);
  throw invalidRequest(`Invalid integer: ${String(value)}`, name, 'parameter_invalid_integer');
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
