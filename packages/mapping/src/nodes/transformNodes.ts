import type { AnyNodeDefinition } from '@syncline/model';
import { branchNode } from './branch.ts';
import { filterNode } from './filter.ts';
import { mapNode } from './map.ts';

/** The nodes between source and destination that this package gives. */
export const transformNodes: readonly AnyNodeDefinition[] = [mapNode, filterNode, branchNode];
