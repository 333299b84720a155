/**
 * PostgreSQL text can't hold U+0000. The sign for it stands in, the same way everywhere, so a key that has one is still
 * the same key at every place.
 */
export function cleanText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\u2400') : text;
}

export function cleanTextOrNull(text: string | null): string | null {
  return text === null ? null : cleanText(text);
}
