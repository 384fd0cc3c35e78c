import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SRC = new URL('../../../src/', import.meta.url);

/** The file of every processor of ours, by the class's name. */
export async function ownerFiles(): Promise<Map<string, string>> {
  const paths = await readdir(SRC, { recursive: true });
  const sources = paths.filter((path) => path.endsWith('.processor.ts') && !path.startsWith('extensions'));
  const found = await Promise.all(
    sources.map(async (path) => {
      const text = await readFile(new URL(path, SRC), 'utf8');
      return [...text.matchAll(/^export class (\w+)/gm)].map(([, name = '']) => [name, join('src', path)] as const);
    }),
  );
  return new Map(found.flat());
}
