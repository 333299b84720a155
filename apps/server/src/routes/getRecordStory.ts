import type { Contract, Handler } from '../http/bindRoute.ts';
import { tellStory } from '../records/tellStory.ts';
import type { ServerDeps } from '../serverDeps.ts';

export const getRecordStory =
  ({ store }: Pick<ServerDeps, 'store'>): Handler<Contract['getRecordStory']> =>
  async ({ query }) => {
    const { place, parts } = await store.records.story(query.destination, query.key);
    const { version } = await store.flows.get(place.flowId);
    const steps = version === null ? [] : (await store.flows.version(place.flowId)).plan.steps;
    const titles = Object.fromEntries(steps.map(({ node, title }) => [node, title]));
    const hops = tellStory(place, parts, titles);
    return { place: { ...place, at: hops[0]?.at ?? place.at }, hops };
  };
