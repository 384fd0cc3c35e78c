import { fill } from './fill.js';
import * as rows from './report-rows.sql.js';

/** A shop's year: what the reports read. */
export async function fillShop(url: string, charges: number, subscriptions: number): Promise<void> {
  await fill(url, [
    [rows.CATALOG, []],
    [rows.SUBSCRIPTIONS, [subscriptions]],
    [rows.DUE, []],
    [rows.CHARGES, [charges]],
    [rows.INTENTS, []],
    [rows.MOVEMENTS, []],
    [rows.REFUNDS, []],
    [rows.DISPUTES, []],
    [rows.INVOICES, [subscriptions]],
  ]);
}
