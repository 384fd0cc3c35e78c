import { currentLinks, linksOf, withLinks } from '../engine/links.js';
import type { Store } from '../engine/store.js';
import type { Fields } from '../objects/event.js';
import { isHash } from '../previous-attributes.js';

/** Where an id is looked up, by its prefix. */
function find(store: Store, id: string): object | undefined {
  const collections: Readonly<Record<string, { find(id: string): object | undefined }>> = {
    cus: store.customers,
    sub: store.subscriptions,
    in: store.invoices,
    inpay: store.invoicePayments,
    pi: store.paymentIntents,
    ch: store.charges,
    re: store.refunds,
    pm: store.paymentMethods,
    price: store.prices,
    prod: store.products,
    txn: store.balanceTransactions,
    seti: store.setupIntents,
  };
  return collections[id.slice(0, id.indexOf('_'))]?.find(id);
}

/** Lists that an object shows only when they are asked for. */
function hiddenList(store: Store, owner: Fields, name: string): Fields | undefined {
  const id = String(owner['id']);
  switch (`${String(owner['object'])}.${name}`) {
    case 'charge.refunds':
      return list(`/v1/charges/${id}/refunds`, currentLinks(store, { id, object: 'charge', ...owner })?.refunds ?? []);
    case 'customer.subscriptions':
      return list(`/v1/customers/${id}/subscriptions`, owned(store.subscriptions.values(), id));
    case 'invoice.payments': {
      const payment = store.paymentOfInvoice.get(id);
      return list('/v1/invoice_payments', payment ? [{ ...store.invoicePayments.get(payment) }] : []);
    }
    default:
      return undefined;
  }
}

function owned(all: readonly { customer: string; ended_at: number | null }[], customer: string): Fields[] {
  return all.filter((one) => one.customer === customer && one.ended_at === null).map((one) => ({ ...one }));
}

function list(url: string, data: readonly Fields[]): Fields {
  return { object: 'list', data, has_more: false, url };
}

/** `expand[]=latest_invoice.payments`: ids on the way become the objects themselves. Unknown paths are left alone. */
export function expandPath(store: Store, value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((entry) => expandPath(store, entry, path));
  const owner = typeof value === 'string' ? find(store, value) : value;
  const [name, ...rest] = path;
  if (!isHash(owner)) return value;
  if (name === undefined) return owner;
  const child = owner[name] ?? hiddenList(store, owner, name);
  if (child === undefined || child === null) return owner;
  return withLinks({ ...owner, [name]: expandPath(store, child, rest) }, linksOf(owner) ?? {});
}
