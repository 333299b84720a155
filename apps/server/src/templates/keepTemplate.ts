import type { Template } from '@syncline/model';
import { ApiError } from '../http/problem.ts';

/** Keeps an imported template among those that are shipped. @throws ApiError request.invalid, conflict.name. */
export async function keepTemplate(
  { shipped, kept }: { shipped: readonly Template[]; kept: { insert(template: Template): Promise<void> } },
  template: Template,
): Promise<void> {
  if (template.setup)
    throw new ApiError('request.invalid', {
      path: 'body.setup',
      detail: 'body.setup: an imported template may not bring statements for a database. Remove them.',
    });
  if (shipped.some(({ id }) => id === template.id))
    throw new ApiError('conflict.name', { path: 'body.id', detail: 'A shipped template has this id.' });
  await kept.insert(template);
}
