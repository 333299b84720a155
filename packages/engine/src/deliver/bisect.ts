/**
 * Writes items that were refused together, so that only the culprits are left out: halves are written on their own until
 * a refusal stands alone. One culprit among n costs at most 2 log2 n more calls.
 *
 * @param write what it settles stays settled, also when a later half throws something that is no refusal.
 * @param isRefusal whether an error means "something in here is bad", rather than "not now".
 * @throws what `write` throws and `isRefusal` denies.
 */
export async function bisect<T>(
  items: readonly T[],
  write: (part: readonly T[]) => Promise<void>,
  isRefusal: (thrown: unknown) => boolean,
  refuse: (item: T, thrown: unknown) => void,
): Promise<void> {
  const middle = Math.ceil(items.length / 2);
  for (const half of [items.slice(0, middle), items.slice(middle)]) {
    const [first] = half;
    if (first === undefined) continue;
    try {
      await write(half);
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      if (half.length === 1) refuse(first, thrown);
      else await bisect(half, write, isRefusal, refuse);
    }
  }
}
