/** The address of what happened to a record at a destination. */
export function storyAddress(destinationId: string, key: string): string {
  return `/records?${new URLSearchParams({ q: key, destination: destinationId, key })}`;
}

/** The address of a search for a record by any of its names. */
export function findAddress(text: string): string {
  return `/records?${new URLSearchParams({ q: text })}`;
}
