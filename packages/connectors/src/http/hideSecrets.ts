const longest = 500;

/**
 * Text of a vendor without secrets that are repeated in it, cut to a length fit for a message. In this order: a secret that
 * the cut went through could no longer be found.
 *
 * @example hideSecrets('key s3cret is unknown', ['s3cret']) // 'key ••• is unknown'
 */
export function hideSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  let clean = text;
  // The longest first: one that holds another must not be left in pieces.
  for (const secret of secrets.flatMap(spellings).toSorted((a, b) => b.length - a.length))
    clean = clean.replaceAll(secret, '•••');
  return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
}

/** As it is and as it stands in an address or a form. What is shorter would blot out half the text and is no secret. */
function spellings(secret: string | undefined): string[] {
  if (secret === undefined || secret.length <= 3) return [];
  return [...new Set([secret, encodeURIComponent(secret), formText(secret)])];
}

/** @example formText('a b+c') // 'a+b%2Bc' */
export const formText = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
