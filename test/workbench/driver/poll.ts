/** How long to wait for something, unless told: generous, since a busy machine is no failure. Milliseconds. */
export const defaultPatience = 60_000;

/**
 * Asks again and again until the answer is neither undefined, null nor false, and returns it.
 * @param what is to be seen, for the message: "the run panel".
 * @throws Error when the time is over; it tells the last answer's error where there was one.
 */
export async function poll<T>(
  what: string,
  ask: () => Promise<T> | T,
  patience = defaultPatience,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = performance.now() + patience;
  let lastError: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) {
        return answer as NonNullable<Exclude<T, false>>;
      }
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await new Promise((resume) => setTimeout(resume, 50));
  } while (performance.now() < end);
  const reason = lastError instanceof Error ? ` (${lastError.message})` : '';
  throw new Error(`Waited ${String(patience / 1000)} s in vain for ${what}${reason}`);
}
