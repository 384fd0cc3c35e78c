/**
 * The work's own result, unless it takes longer: a promise that never settles must not hold up what comes after it. The
 * work itself cannot be stopped.
 *
 * @param limit milliseconds.
 * @throws {TypeError} naming what took too long.
 */
export async function inTime<T>(work: Promise<T> | T, limit: number, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TypeError(`${name} took longer than ${limit} ms`)), limit);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
