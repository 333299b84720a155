import { SyncError } from '@syncline/model';
import { type AddressBlock, readBlock } from './publicAddress.ts';

/** What an operator opened beyond the public internet. */
export interface EgressAllow {
  blocks: readonly AddressBlock[];
  /** `host:port`, lower case, as a URL writes them. */
  hosts: ReadonlySet<string>;
}

/**
 * Reads the entries of SYNCLINE_EGRESS_ALLOW: an address, a CIDR block or `host:port`.
 *
 * @throws SyncError naming the entry that is none of these.
 * @example parseEgressAllow(['10.1.0.0/16', 'crm.internal:8443'])
 */
export function parseEgressAllow(entries: readonly string[]): EgressAllow {
  const blocks: AddressBlock[] = [];
  const hosts = new Set<string>();
  for (const entry of entries.map((text) => text.trim()).filter((text) => text !== '')) {
    const block = readBlock(entry);
    if (block) {
      blocks.push(block);
      continue;
    }
    const host = readHostAndPort(entry);
    if (host === null) {
      throw new SyncError(
        'pause',
        'egress.refused',
        `SYNCLINE_EGRESS_ALLOW has "${entry}", which is neither a CIDR block nor host:port`,
        { pause: 'config' },
      );
    }
    hosts.add(host);
  }
  return { blocks, hosts };
}

function readHostAndPort(entry: string): string | null {
  const found = /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\]+):(\d{1,5})$/i.exec(entry);
  if (!found?.[1] || !found[2]) return null;
  try {
    return `${new URL(`http://${found[1]}`).hostname}:${Number(found[2])}`;
  } catch {
    return null;
  }
}

/** @example hostAndPort(new URL('https://crm.internal/v1')) // 'crm.internal:443' */
export function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}
