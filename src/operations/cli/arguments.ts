/**
 * What the command line asks for. Undefined when it asks for help, or for what there is not: that has been said then, and
 * the exit code is set.
 *
 * @param read throws a TypeError, as `parseArgs` does, that names what cannot be meant.
 */
export function argumentsOf<Request>(usage: string, read: (args: string[]) => Request): Request | undefined {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(usage);
    return undefined;
  }
  try {
    return read(args);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = 1;
    return undefined;
  }
}

/** Words of a usage text, four in a line. */
export const listed = (types: readonly string[], indent: number): string =>
  types.map((type, i) => (i % 4 === 0 ? `${i === 0 ? '' : ',\n'}${' '.repeat(indent)}${type}` : `, ${type}`)).join('');
