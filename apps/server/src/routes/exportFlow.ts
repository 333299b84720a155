import { canonicalJson } from '@syncline/model';
import { exportTemplate } from '@syncline/templates';
import type { Contract, Handler } from '../http/bindRoute.ts';
import type { ServerDeps } from '../serverDeps.ts';
import { templateIdOf } from '../templates/templateIdOf.ts';

type Deps = Pick<ServerDeps, 'store' | 'nodeTypes' | 'templates'>;

/** The draft as text for Git, or as a template for others: that one without secrets, remarks and names of connections. */
export const exportFlow =
  ({ store, templates }: Deps): Handler<Contract['exportFlow']> =>
  async ({ params, query, response }) => {
    const { document } = await store.flows.get(params.id);
    const id = templateIdOf(document.name);
    const content =
      query.as === 'document'
        ? document
        : exportTemplate(
            document,
            { id, title: document.name, summary: (document.description ?? '').slice(0, 400) },
            templates.factsOf,
          );
    response.attachment(`${id}.${query.as === 'document' ? 'flow' : 'template'}.json`);
    // Sorted keys, so that two exports of one flow differ only where the flow does; indented, so that people can read it.
    const text = JSON.stringify(JSON.parse(canonicalJson(content)), null, 2);
    response.status(200).type('application/json').send(`${text}\n`);
    return undefined;
  };
