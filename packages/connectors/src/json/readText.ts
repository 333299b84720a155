// Making a decoder costs more than reading a small text with it. Charsets are few.
const decoders = new Map<string, InstanceType<typeof TextDecoder>>();

function decoderFor(charset: string): InstanceType<typeof TextDecoder> {
  const known = decoders.get(charset);
  if (known) return known;
  const made = new TextDecoder(charset, { fatal: true });
  if (decoders.size < 100) decoders.set(charset, made);
  return made;
}

/** Bytes as text by the charset of their content type; UTF-8 when it names none. A byte order mark is dropped. */
export function readText(
  bytes: Uint8Array,
  contentType: string | undefined,
): { ok: true; text: string } | { ok: false; message: string } {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = decoderFor(charset);
  } catch {
    return { ok: false, message: `its charset "${charset}" is not known here` };
  }
  try {
    return { ok: true, text: decoder.decode(bytes) };
  } catch {
    return { ok: false, message: `it is not valid ${charset}` };
  }
}
