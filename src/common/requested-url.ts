/** A URL as a caller asks for it: well formed and of harmless parts, and not yet known to be one of ours. */
export class RequestedUrl {
  constructor(readonly url: URL) {}
}

/** Spaces and control characters (the parser drops some of them), and backslashes (it takes them for slashes). */
const SUSPECT = /[^\x21-\x7e]|[\\<>"^`|]/;
/** Exactly two slashes, and no user in front of the host. */
const START = /^https?:\/\/[^/?#@\\]+([/?#]|$)/;

/** Undefined unless it is an absolute http(s) URL that means the same to every parser. */
export function readUrl(text: string): RequestedUrl | undefined {
  if (SUSPECT.test(text) || !START.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.username || url.password ? undefined : new RequestedUrl(url);
}
