/** As long as something is heard of the work, its time begins anew, so many times over. */
const MOST_EXTENSIONS = 5;

/**
 * The work's own result, unless it takes longer: a promise that never settles must not hold up what comes after it. The
 * work itself cannot be stopped. After a pause of the whole process, what has arrived meanwhile is heard first.
 *
 * @param limit milliseconds.
 * @param lastSign when something was last heard of the work, on the clock of `performance.now()`; the limit counts from
 *   then, and six times the limit is the end.
 * @throws {TypeError} naming what took too long.
 */
export async function inTime<T>(
  work: Promise<T> | T,
  limit: number,
  name: string,
  lastSign: () => number = () => 0,
): Promise<T> {
  const began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const look = (): void => {
      const now = performance.now();
      const left = Math.min(lastSign() + limit, began + limit * (1 + MOST_EXTENSIONS)) - now;
      if (left > 0) timer = setTimeout(look, left);
      else setImmediate(() => reject(new TypeError(`${name} took longer than ${Math.round(now - began)} ms`)));
    };
    timer = setTimeout(look, limit);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
