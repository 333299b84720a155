import type { AnyNodeDefinition } from '@syncline/model';
import { branchNode } from './branch.ts';
import { filterNode } from './filter.ts';
import { mapNode } from './map.ts';

/**
 * The nodes between source and destination that this package gives. In a list the config types are forgotten;
 * `parseNodeConfig` is the door through which a config gets to its own definition again.
 */
export const transformNodes = [mapNode, filterNode, branchNode] as unknown as readonly AnyNodeDefinition[];
