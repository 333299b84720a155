import type { AnyNodeDefinition } from '@syncline/model';
import { approveNode } from './approve.ts';
import { branchNode } from './branch.ts';
import { crossingNode } from './crossing.ts';
import { filterNode } from './filter.ts';
import { holdNode } from './hold.ts';
import { linkNode } from './link.ts';
import { mapNode } from './map.ts';

/** The nodes between source and destination that this package gives: those that change or sort, and those that keep. */
export const transformNodes: readonly AnyNodeDefinition[] = [
  mapNode,
  filterNode,
  branchNode,
  crossingNode,
  holdNode,
  approveNode,
  linkNode,
];
