/** What an id or an address can be of. */
export const KINDS = ['customer', 'tenant', 'email'] as const;
export type Kind = (typeof KINDS)[number];

/** What is looked for: in the address of the page only what may stand there. */
export interface Sought {
  readonly kind: Kind;
  readonly of: string;
}

/** By its looks where it can be nothing else, for ids are pasted; else what the reader has chosen. */
export function kindOf(of: string, chosen: Kind): Kind {
  if (of.startsWith('cus_')) return 'customer';
  return chosen === 'customer' && of.includes('@') ? 'email' : chosen;
}

/** Addresses are kept in logs and histories: nothing that is, or may be, a mail address stands in one. */
export const mayStandInAddress = ({ kind, of }: Sought): boolean => kind !== 'email' && !of.includes('@');

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Browsers have it where the page is safe from others: over https, or of this machine. */
const digests = (): SubtleCrypto | undefined => ('subtle' in crypto ? crypto.subtle : undefined);

/** The body by which it is searched: of a mail address its SHA-256, where the browser can make one. */
export async function bodyOf({
  kind,
  of,
}: Sought): Promise<{ readonly email?: string; readonly emailSha256?: string; readonly tenantId?: string }> {
  if (kind !== 'email') return { tenantId: of };
  const address = of.trim().toLowerCase();
  const digest = await digests()?.digest('SHA-256', new TextEncoder().encode(address));
  return digest ? { emailSha256: hex(digest) } : { email: address };
}
