import { OverloadedError } from '../common/errors.js';
import { GroupCommit, type GroupCommitOptions } from './group-commit.js';

/** Commits are under way until the test releases them. */
function gate() {
  const groups: string[][] = [];
  const releases: ((error?: Error) => void)[] = [];
  const commit = (items: readonly string[]) => {
    groups.push([...items]);
    return new Promise<void>((resolve, reject) => releases.push((error) => (error ? reject(error) : resolve())));
  };
  return { groups, releases, commit };
}

const make = (options: Partial<GroupCommitOptions<string>> & Pick<GroupCommitOptions<string>, 'commit'>) =>
  new GroupCommit<string>({
    keyOf: (item) => item,
    isItemsFault: () => false,
    lanes: 1,
    enough: 1,
    patience: 5,
    most: 3,
    capacity: 8,
    ...options,
  });

const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('GroupCommit', () => {
  it('commits one at once, and together, sorted, what comes meanwhile', async () => {
    const { groups, releases, commit } = gate();
    const commits = make({ commit });
    const first = commits.submit('e');
    const rest = Promise.all(['d', 'b', 'c', 'a'].map((item) => commits.submit(item)));
    expect(groups).toEqual([['e']]);
    releases[0]?.();
    await first;
    await tick();
    expect(groups[1]).toEqual(['b', 'c', 'd']);
    releases[1]?.();
    await tick();
    releases[2]?.();
    await rest;
    expect(groups[2]).toEqual(['a']);
  });

  it('begins a further commit when enough wait, and not for one', async () => {
    const { groups, releases, commit } = gate();
    const commits = make({ commit, lanes: 2, enough: 2 });
    const all = Promise.all(['a', 'b'].map((item) => commits.submit(item)));
    expect(groups).toEqual([['a']]);
    const more = commits.submit('c');
    expect(groups).toEqual([['a'], ['b', 'c']]);
    for (const release of releases) release();
    await Promise.all([all, more]);
  });

  it('begins one for a few that have waited while the first one hangs', async () => {
    const { groups, releases, commit } = gate();
    const commits = make({ commit, lanes: 2, enough: 8 });
    void commits.submit('hangs');
    const other = commits.submit('other');
    expect(groups).toEqual([['hangs']]);
    while (groups.length === 1) await tick();
    releases[1]?.();
    await other;
    expect(groups).toEqual([['hangs'], ['other']]);
  });

  it('answers two of one key from one place in a commit', async () => {
    const { groups, releases, commit } = gate();
    const commits = make({ commit });
    const before = commits.submit('x');
    const both = Promise.all([commits.submit('a'), commits.submit('a')]);
    releases[0]?.();
    await before;
    await tick();
    releases[1]?.();
    await both;
    expect(groups).toEqual([['x'], ['a']]);
  });

  it('tells how often the items of a commit were submitted', async () => {
    const told: number[] = [];
    const commits = make({ commit: async (_, submitted) => void told.push(submitted) });
    await Promise.all(['x', 'a', 'b', 'a', 'a', 'c', 'd'].map((item) => commits.submit(item)));
    expect(told).toEqual([1, 5, 1]);
  });

  it('refuses what exceeds its capacity, and takes more once there is room', async () => {
    const { releases, commit } = gate();
    const commits = make({ commit, capacity: 1 });
    const first = commits.submit('a');
    await expect(commits.submit('b')).rejects.toBeInstanceOf(OverloadedError);
    releases[0]?.();
    await first;
    await tick();
    const second = commits.submit('b');
    releases[1]?.();
    await expect(second).resolves.toBeUndefined();
  });

  it('fails a whole group for a fault of the database', async () => {
    const { releases, commit } = gate();
    const commits = make({ commit, lanes: 2 });
    const results = Promise.allSettled([
      commits.submit('x'),
      commits.submit('y'),
      commits.submit('a'),
      commits.submit('b'),
    ]);
    releases[0]?.();
    releases[1]?.();
    await tick();
    releases[2]?.(new Error('connection lost'));
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
  });

  it('fails alone what is at fault itself', async () => {
    const commits = make({
      isItemsFault: () => true,
      commit: (items) => (items.includes('bad') ? Promise.reject(new Error('22P05')) : Promise.resolve()),
    });
    const results = await Promise.allSettled(['x', 'a', 'bad', 'b'].map((item) => commits.submit(item)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });
});
