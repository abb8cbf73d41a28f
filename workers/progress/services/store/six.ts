/** A Worker may have six connections open at once; more would wait in a queue that nobody sees. */
const AT_ONCE = 6;

/** Does something for each item, at most six at a time, and gives the results in the items' order. */
export async function sixAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]!);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}
