import type { Cipher } from '../cipher.ts';

export type Secrets = Record<string, unknown>;

const purpose = (id: string) => `connection ${id}`;

/** Sealed for this connection only: the bytes do not open under another one. */
export function sealSecrets(cipher: Cipher, id: string, secrets: Secrets): Buffer | null {
  return Object.keys(secrets).length === 0 ? null : cipher.seal(JSON.stringify(secrets), purpose(id));
}

export function openSecrets(cipher: Cipher, id: string, sealed: Buffer | null): Secrets {
  if (sealed === null) return {};
  const opened: unknown = JSON.parse(cipher.open(sealed, purpose(id)));
  return typeof opened === 'object' && opened !== null ? { ...opened } : {};
}

/** The config as everyone may see it: a secret that is set reads as `true`. */
export function publicConfig(config: Record<string, unknown>, secrets: Secrets): Record<string, unknown> {
  const marks = Object.fromEntries(Object.keys(secrets).map((name) => [name, true]));
  return { ...config, ...marks };
}
