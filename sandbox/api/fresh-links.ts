import { isHash } from '../previous-attributes.js';

/** By type, the links that carry a secret which expires. An event keeps those of its moment. */
const LINKS: Readonly<Record<string, readonly string[]>> = {
  charge: ['receipt_url'],
  credit_note: ['pdf'],
  invoice: ['hosted_invoice_url', 'invoice_pdf'],
};

/** Makes such links anew each time an object is shown, as Stripe does. */
export class FreshLinks {
  private made = 0;

  /** @param answer objects at any depth; null stays null */
  in(answer: unknown): unknown {
    if (Array.isArray(answer)) return answer.map((entry) => this.in(entry));
    if (!isHash(answer)) return answer;
    const links = LINKS[String(answer['object'])] ?? [];
    return Object.fromEntries(
      Object.entries(answer).map(([name, value]) => [
        name,
        links.includes(name) && typeof value === 'string' ? `${value}?s=${(this.made += 1)}` : this.in(value),
      ]),
    );
  }
}
