import { type Failure, fail, quoteValue } from '../values/failure.ts';

/** Characters nobody sees: controls, joiners, direction marks, byte order mark, soft hyphen, tag characters. */
const invisible = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const localPart = /^[^\s"(),:;<>@[\\\]]+$/u;
const domainPart =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?\.)+[\p{L}\p{N}][\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}]$/u;
/** The common case, so that a million plain addresses don't pay for Unicode. Already in normal form. */
const plain = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/**
 * The normal form of an e-mail address: no space around it, Unicode NFC, lower case on both sides of the @. Providers
 * that tell upper from lower case in the local part don't exist in practice; people who type both do.
 *
 * @example normaliseEmail(' Jane@Example.COM ') // 'jane@example.com'
 */
export function normaliseEmail(text: string): string | Failure {
  if (text.length <= 254 && plain.test(text) && text.indexOf('@') <= 64) return text;
  const address = text.trim().normalize('NFC').toLowerCase();
  if (invisible.test(address)) {
    return fail('mapping.not-an-email', `${quoteValue(address)} holds an invisible character`);
  }
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  const fits =
    at > 0 &&
    local.length <= 64 &&
    address.length <= 254 &&
    localPart.test(local) &&
    !local.startsWith('.') &&
    !local.endsWith('.') &&
    !local.includes('..') &&
    domainPart.test(domain);
  return fits ? address : fail('mapping.not-an-email', `${quoteValue(text)} is not an e-mail address`);
}
