/** Bytes as text by the charset of their content type; UTF-8 when it names none. A byte order mark is dropped. */
export function readText(
  bytes: Uint8Array,
  contentType: string | undefined,
): { ok: true; text: string } | { ok: false; message: string } {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    return { ok: false, message: `its charset "${charset}" is not known here` };
  }
  try {
    return { ok: true, text: decoder.decode(bytes) };
  } catch {
    return { ok: false, message: `it is not valid ${charset}` };
  }
}
