import { InvalidArgumentError } from 'commander';

/** @throws {InvalidArgumentError} when it is no http:// or https:// URL. */
export function webAddress(value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    throw new InvalidArgumentError('An http:// or https:// URL.');
  }
  return value;
}
