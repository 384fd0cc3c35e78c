import { isIPv6 } from 'node:net';

/** A provider gives each customer at least this much of IPv6: whoever has it has all its addresses. */
const GROUPS = 4;

const groupsOf = (part: string | undefined): string[] => (part ? part.split(':') : []);

/** Who is counted as one: an IPv4 address, or an IPv6 network of 64 bits. */
export function addressOf(ip: string | undefined): string {
  const [bare = ''] = (ip ?? '').split('%');
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(bare)?.[1];
  if (mapped !== undefined || !isIPv6(bare)) return mapped ?? bare;
  const [left = '', right] = bare.toLowerCase().split('::');
  const [head, tail] = [groupsOf(left), groupsOf(right)];
  const gap = right === undefined ? 0 : 8 - head.length - tail.length;
  const all = [...head, ...Array.from({ length: Math.max(gap, 0) }, () => '0'), ...tail];
  return `${all
    .slice(0, GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
