import type { Metadata } from '../objects/stripe-object.js';

/** As a caller sends it: numbers become text, an empty text removes the key, an empty `metadata` removes all. */
export type MetadataParam = Readonly<Record<string, string | number | null>> | '';

export function newMetadata(sent: MetadataParam | undefined): Metadata {
  return mergeMetadata({}, sent);
}

export function mergeMetadata(current: Metadata, sent: MetadataParam | undefined): Metadata {
  if (sent === undefined) return current;
  if (sent === '') return {};
  const merged: Record<string, string> = { ...current };
  for (const [key, value] of Object.entries(sent)) {
    if (value === '' || value === null) delete merged[key];
    else merged[key] = String(value);
  }
  return merged;
}

/** A patch without the keys that were not sent. */
export function given<T extends object>(patch: T): Partial<T> {
  const sent: Partial<T> = { ...patch };
  for (const name in sent) {
    if (sent[name] === undefined) delete sent[name];
  }
  return sent;
}
