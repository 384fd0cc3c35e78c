import { readdir, readFile } from 'node:fs/promises';
import { isHash } from '../previous-attributes.js';
import { eventMovesBefore, movesBefore } from './moves.js';

const HERE = new URL('./', import.meta.url);
const DOCUMENT = new URL('../../docs/api-versions.md', import.meta.url);
/** Older than all of them. */
const OLDEST = '2015-01-01';

/** What the comment above each move says of it, by the object that the module exports. */
async function commentsOfMoves(): Promise<Map<unknown, string>> {
  const files = (await readdir(HERE)).filter((name) => name.endsWith('.move.ts'));
  const comments = new Map<unknown, string>();
  for (const file of files) {
    const source = await readFile(new URL(file, HERE), 'utf8');
    const exported: unknown = await import(`./${file.replace(/\.ts$/, '.js')}`);
    for (const [, comment = '', name = ''] of source.matchAll(
      /\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport const (\w+): \w+Move\b/g,
    )) {
      comments.set(isHash(exported) ? exported[name] : undefined, comment.replace(/\s+(\* )?/g, ' ').trim());
    }
  }
  return comments;
}

describe('the moves', () => {
  it('are listed from the newest to the oldest', () => {
    for (const moves of [movesBefore(OLDEST), eventMovesBefore(OLDEST)]) {
      const versions = moves.map(({ since }) => since.slice(0, 10));
      expect(versions).toEqual(versions.toSorted().toReversed());
    }
  });

  it('are all taken, and a version takes those that are younger than itself', async () => {
    const taken = [...movesBefore(OLDEST), ...eventMovesBefore(OLDEST)];
    expect(new Set(taken)).toEqual(new Set((await commentsOfMoves()).keys()));
    expect(movesBefore('2026-10-28.endive')).toEqual([]);
    const since = new Set(movesBefore('2019-10-17').map((move) => move.since));
    expect([since.has('2019-12-03'), since.has('2019-10-17')]).toEqual([true, false]);
  });

  it('are documented in docs/api-versions.md, word for word', async () => {
    const comments = await commentsOfMoves();
    const moves = [...movesBefore(OLDEST), ...eventMovesBefore(OLDEST)];
    moves.sort((a, b) => (a.since < b.since ? 1 : a.since > b.since ? -1 : 0));
    const rows = moves.map((move) => `| ${move.since} | \`${move.object}\` | ${comments.get(move)} |`);
    const document = await readFile(DOCUMENT, 'utf8');
    expect(document.split('\n').filter((line) => /^\| \d{4}-\S+ \| `[\w.]+` \|/.test(line))).toEqual(rows);
  });
});
