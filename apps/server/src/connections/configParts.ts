import { wordIssue } from '@syncline/compiler';
import type { ConnectionDefinition } from '@syncline/model';
import { ApiError } from '../http/problem.ts';

/** A connection's config apart: what anyone who may read sees, and what is sealed. */
export interface ConfigParts {
  config: Record<string, unknown>;
  secrets: Record<string, unknown>;
}

/** What a read shows in the place of a secret that is set. Sent back, it means "as it is". */
const isSet = true;

/**
 * Parses what a form sent by the connector's own definition and takes the secrets out. A secret that is left out (or comes
 * back as the `true` a read shows) keeps its stored value; null or empty text takes it away.
 *
 * @throws ApiError request.invalid naming every wrong field.
 */
export function splitConfig(
  definition: ConnectionDefinition,
  given: Record<string, unknown>,
  stored: Record<string, unknown> = {},
): ConfigParts {
  const whole: Record<string, unknown> = { ...given };
  for (const name of definition.secrets) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === isSet) {
      if (Object.hasOwn(stored, name)) whole[name] = stored[name];
      else delete whole[name];
    } else if (value === null || value === '') delete whole[name];
  }
  const parsed = definition.config.safeParse(whole);
  if (!parsed.success) {
    const issues = parsed.error.issues.slice(0, 50).map((issue) => ({
      path: ['body', 'config', ...issue.path].join('.'),
      message: wordsOf(issue.message),
    }));
    const first = issues[0];
    throw new ApiError('request.invalid', {
      issues,
      ...(first ? { path: first.path, detail: `${first.path}: ${first.message}` } : {}),
    });
  }
  const config: Record<string, unknown> = {};
  const secrets: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parsed.data)) {
    if (value === undefined) continue;
    (definition.secrets.includes(name) ? secrets : config)[name] = value;
  }
  return { config, secrets };
}

/** A form shows them below their field. What a connector says itself stays as it is. */
function wordsOf(message: string): string {
  const words = wordIssue('', message);
  return message.startsWith(words) ? message : `${words}.`;
}
