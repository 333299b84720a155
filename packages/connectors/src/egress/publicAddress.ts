import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Block of addresses an operator has opened on purpose. */
export type AddressBlock = readonly [Address, number];

// Global unicast is all that IANA has given out in IPv6. Asking for it also refuses ::/96, which ipaddr.js takes for
// unicast although it can stand for an IPv4 address.
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

// Public by range, but answered by the cloud host itself.
const cloudHosts = new Set(['168.63.129.16']);

/**
 * May a connection go to this address? Only public unicast passes, or a block the operator opened.
 *
 * @param text address as text; anything that isn't one is refused.
 * @example isPermittedAddress('169.254.169.254', []) // false
 */
export function isPermittedAddress(text: string, allowed: readonly AddressBlock[]): boolean {
  const address = readAddress(text);
  if (address === null) return false;
  if (allowed.some((block) => isInside(address, block))) return true;
  if (address.range() !== 'unicast' || cloudHosts.has(address.toString())) return false;
  return address instanceof ipaddr.IPv4 || address.match(globalUnicast);
}

/** IPv4 written as mapped IPv6 is the IPv4 address it means. */
function readAddress(text: string): Address | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  try {
    return ipaddr.process(bare);
  } catch {
    return null;
  }
}

function isInside(address: Address, [base, bits]: AddressBlock): boolean {
  if (address instanceof ipaddr.IPv4) return base instanceof ipaddr.IPv4 && address.match(base, bits);
  return base instanceof ipaddr.IPv6 && address.match(base, bits);
}

/** @example readBlock('10.0.0.0/8') // [10.0.0.0, 8] */
export function readBlock(text: string): AddressBlock | null {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text);
    const address = ipaddr.process(text);
    return [address, address instanceof ipaddr.IPv4 ? 32 : 128];
  } catch {
    return null;
  }
}
