import * as z from 'zod';
import { pathTemplateSchema, valuePathSchema } from './pathSchemas.ts';
import { fieldsOf } from './template.ts';

const showIf = { match: ['search'] };

/**
 * The fields of a form that say how a record is looked for that the API may have already.
 *
 * @param order place of the first of them in the form.
 */
export const matchFields = (order: number) => ({
  match: z.enum(['none', 'search']).default('none').meta({
    title: 'Records that are there already',
    description:
      'none: nobody looks, each record is sent as a new one. search: a record is looked for before it is sent for the first time; one hit is updated, none is sent as new, several wait for you.',
    ui: { order },
  }),
  matchPath: pathTemplateSchema.optional().meta({
    title: 'Path of the search',
    description: 'Asked with GET. An empty list or 404 means that the record is not there.',
    ui: { order: order + 0.1, showIf, placeholder: '/contacts?email={{email}}' },
  }),
  matchItems: valuePathSchema.default('').meta({
    title: 'Path to the hits',
    description: 'The list in the answer to the search. Empty = the answer is the list itself.',
    ui: { order: order + 0.2, showIf, placeholder: 'data' },
  }),
  matchId: valuePathSchema.optional().meta({
    title: 'Path to the id of a hit',
    description: 'Within one hit. Kept with the record and put in for {{$id}}.',
    ui: { order: order + 0.3, showIf, placeholder: 'id' },
  }),
});

interface MatchConfig {
  match: 'none' | 'search';
  matchPath?: string | undefined;
  matchId?: string | undefined;
  updatePath?: string | undefined;
  send: 'one' | 'list';
}

/** What keeps a search from working, for `superRefine`. */
export function findMatchProblems(
  { match, matchPath = '', matchId = '', updatePath = '', send }: MatchConfig,
  complain: (path: string, message: string) => void,
): void {
  if (match === 'none') return;
  const fields = fieldsOf(matchPath);
  if (matchPath === '')
    complain('matchPath', 'Say how a record is searched for, for example /contacts?email={{email}}.');
  else if (fields.length === 0)
    complain('matchPath', 'Name a field of the record, such as {{email}}: this finds the same for each.');
  else if (fields.includes('$id'))
    complain('matchPath', 'A record that is searched for has no {{$id}} yet; use a field or {{$key}}.');
  if (matchId === '') complain('matchId', 'Say where a hit holds its id, for example id.');
  if (updatePath === '')
    complain('updatePath', 'Say where a record that was found is updated, for example /contacts/{{$id}}.');
  if (send === 'list')
    complain('send', 'Records that may be there already are sent one at a time, for some are updates.');
}
