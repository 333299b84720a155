/** Seals secrets and payloads at rest. Given by the server, which holds the key. */
export interface Cipher {
  /** What is sealed opens only for the same purpose. */
  seal(text: string, purpose: string): Buffer;
  /** @throws Error when key or purpose differ. */
  open(sealed: Uint8Array, purpose: string): string;
}
