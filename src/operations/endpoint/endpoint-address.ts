import { WEBHOOK_PATHS } from '../../webhooks/webhook-answer.js';

/** One path may be the end of another one. */
const LONGEST_FIRST = WEBHOOK_PATHS.toSorted((a, b) => b.length - a.length);

/** Without what a server does not tell apart. */
function plain(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, '');
}

const namesRoute = (url: string): boolean => WEBHOOK_PATHS.some((path) => plain(url).endsWith(`/${path}`));

/** Where Stripe is to deliver: the address itself when it names the route, else the route below it. */
export const deliveryAddress = (url: string): string => (namesRoute(url) ? url : `${plain(url)}/${WEBHOOK_PATHS[0]}`);

/** Where the rest of the backend is, by an address that may name the route. */
export function baseAddress(url: string): string {
  const address = plain(url);
  const path = LONGEST_FIRST.find((one) => address.endsWith(`/${one}`));
  return path === undefined ? address : address.slice(0, -path.length - 1);
}

/** Whether two addresses are one to a server. */
const isSameAddress = (one: string, other: string): boolean =>
  URL.canParse(one) && URL.canParse(other) && plain(one) === plain(other);

/** Whether an endpoint's address leads to the backend at `base`, by any of the paths that it answers. */
export function leadsTo(base: string, address: string): boolean {
  if (namesRoute(base)) return isSameAddress(base, address);
  return WEBHOOK_PATHS.some((path) => isSameAddress(`${plain(base)}/${path}`, address));
}

/** Whether an address may be that of a Countinghouse, wherever it is. */
export const mayLeadHere = (address: string): boolean => URL.canParse(address) && namesRoute(address);
