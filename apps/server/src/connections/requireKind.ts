import type { ConnectionDefinition } from '@syncline/model';
import { ApiError } from '../http/problem.ts';

/** @throws ApiError request.invalid naming the kinds there are none of. */
export function requireKind(
  find: (kind: string) => ConnectionDefinition | undefined,
  kind: string,
): ConnectionDefinition {
  const definition = find(kind);
  if (!definition)
    throw new ApiError('request.invalid', {
      path: 'body.kind',
      detail: `body.kind: there is no kind of connection "${kind.slice(0, 64)}". See /api/catalogue.`,
    });
  return definition;
}
