import { asks, type Plan, type PlanStep } from '@syncline/model';

/**
 * The feeder by which a record at a destination can be read again: the one that brought it when it can be asked, else the
 * step that one asks, else any that leads there. Null when there is none.
 *
 * @param fetches whether single records of this step type can be read by their key.
 */
export function chooseFetcher(
  { steps }: Plan,
  destination: string,
  broughtBy: string | null,
  fetches: (type: string) => boolean,
): string | null {
  const leading = stepsLeadingTo(steps, destination);
  const able = steps.filter(({ node, role, type }) => asks(role) && fetches(type) && leading.has(node));
  const asked = steps.find(({ node }) => node === broughtBy)?.config.fetchFrom;
  const wanted = [broughtBy, typeof asked === 'string' ? asked : null];
  const named = wanted
    .map((name) => able.find(({ node }) => node === name))
    .find((step) => step !== undefined);
  return (named ?? able[0])?.node ?? null;
}

function stepsLeadingTo(steps: readonly PlanStep[], destination: string): Set<string> {
  const found = new Set([destination]);
  // In topological order every step stands after those that feed it.
  for (const step of steps.toReversed())
    if (Object.values(step.next).some((names) => names.some((name) => found.has(name)))) found.add(step.node);
  return found;
}
