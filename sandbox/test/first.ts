/** The first of a list that is known to have one. */
export function first<T>(list: readonly T[]): T {
  const [head] = list;
  if (head === undefined) throw new Error('The list is empty.');
  return head;
}
