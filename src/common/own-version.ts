import { existsSync, readFileSync } from 'node:fs';

/** In the package's root: two up from here, three from dist. */
const PACKAGES = ['../../package.json', '../../../package.json'].map((path) => new URL(path, import.meta.url));

const hasVersion = (file: unknown): file is { readonly version: string } =>
  typeof file === 'object' && file !== null && 'version' in file && typeof file.version === 'string';

/** Of this package. */
export function ownVersion(): string {
  const path = PACKAGES.find((url) => existsSync(url));
  const file: unknown = path ? JSON.parse(readFileSync(path, 'utf8')) : null;
  return hasVersion(file) ? file.version : 'unknown';
}
