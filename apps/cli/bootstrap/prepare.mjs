import { ensureDependencies } from './dependencies.mjs';
import { checkNode, findNode24, putFirst } from './node24.mjs';

/** Dependencies and Node 24 in place: gives the node to run with and the environment to run in. */
export async function prepare(root) {
  const installed = await ensureDependencies(root);
  const node = findNode24(root);
  if (installed) checkNode(node);
  return { node, env: putFirst(node, root) };
}
