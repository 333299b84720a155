/**
 * An id made of a name.
 *
 * @example templateIdOf('Müller & Söhne: nightly') // 'muller-sohne-nightly'
 */
export function templateIdOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '');
  return plain === '' ? 'flow' : plain;
}
