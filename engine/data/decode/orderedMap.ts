/**
 * Applies `work` to each item, up to `concurrency` at once, and yields the results in the order of the items. At
 * most `concurrency` results wait at a time, so memory stays bounded however slow the consumer is.
 */
export async function* orderedMap<In, Out>(
  items: Iterable<In> | AsyncIterable<In>,
  concurrency: number,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const waiting: Promise<Out>[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      // It may fail before its turn: the error is kept until then, not reported as unhandled.
      result.catch(() => undefined);
      waiting.push(result);
      const first = waiting.length >= concurrency ? waiting.shift() : undefined;
      if (first) yield await first;
    }
    for (let next = waiting.shift(); next; next = waiting.shift()) yield await next;
  } finally {
    // Where the consumer stops early, what is under way ends before the caller goes on.
    await Promise.allSettled(waiting);
  }
}
