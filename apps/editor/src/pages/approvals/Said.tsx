/** What came of the last decision. Stays until the next one, and is spoken. */
export function Said({ words }: { words: string }) {
  return (
    <p role="status" className={words ? 'rounded-md bg-sunken px-3 py-1.5 text-xs text-ink-2' : 'sr-only'}>
      {words}
    </p>
  );
}
