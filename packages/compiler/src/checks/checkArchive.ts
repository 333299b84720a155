import { typeInWords } from '@syncline/mapping';
import {
  type Diagnostic,
  type FieldSchema,
  type FieldType,
  findField,
  type RecordSchema,
} from '@syncline/model';
import type { FlowGraph } from '../graph/flowGraph.ts';
import { isLink } from '../schema/passesOn.ts';
import { type ArchiveMark, archiveTime, readArchiveMark } from '../steps/readArchiveMark.ts';
import type { Step, Steps } from '../steps/readSteps.ts';
import type { Origin } from './checkDestination.ts';
import { destinationKey } from './destinationKey.ts';

type Words = Pick<Diagnostic, 'title' | 'whatToDo'>;

/**
 * Whether a destination that marks records as gone has a field for the mark that takes both values. Nothing of it would
 * show before the first delete, or before the first record that comes back.
 */
export function checkArchive(
  step: Step,
  accepts: RecordSchema,
  origins: readonly Origin[],
  graph: FlowGraph,
  steps: Steps,
): Diagnostic[] {
  const mark = step.config && readArchiveMark(step.config);
  if (!mark) return [];
  const { field: name } = mark;
  const say = (code: string, path: string, words: Words): Diagnostic[] => [
    { severity: 'error', code, node: step.name, path, field: name, ...words },
  ];
  if (isLinked(step, graph, steps))
    return say('destination.archive-linked', 'deletes', {
      title: `${step.label} is a side of a two-way link, which deletes records or leaves them, and marks none`,
      whatToDo: 'Let it delete them, or leave them.',
    });
  if (destinationKey(step, accepts).includes(name))
    return say('destination.archive-key', 'archiveField', {
      title: `${name} is the key of ${step.label}, so it can not mark records as gone`,
      whatToDo: 'Choose a field that is not part of the key.',
    });
  const field = findField(accepts, name);
  if (field === undefined) {
    if (accepts.open) return [];
    const names = accepts.fields.filter(({ readOnly }) => readOnly !== true).map((one) => one.name);
    return say('destination.archive-unknown', 'archiveField', {
      title: `${step.label} has no field ${name} to mark records as gone`,
      whatToDo:
        names.length > 0 ? `Choose one it has: ${names.slice(0, 12).join(', ')}.` : 'Choose another field.',
    });
  }
  if (field.readOnly === true)
    return say('destination.archive-read-only', 'archiveField', {
      title: `${step.label} fills ${name} itself, so it can not mark records as gone`,
      whatToDo: 'Choose another field.',
    });
  return checkValues(step, field, mark, origins).flatMap(([path, words]) =>
    say('destination.archive-value', path, words),
  );
}

const isLinked = ({ name }: Step, graph: FlowGraph, steps: Steps): boolean =>
  (graph.before.get(name) ?? []).some(({ from }) => {
    const before = steps.get(from);
    return before !== undefined && isLink(before);
  });

function checkValues(
  { label }: Step,
  field: FieldSchema,
  { value, clear }: ArchiveMark,
  origins: readonly Origin[],
): [path: string, words: Words][] {
  const { name, type } = field;
  const found: [string, Words][] = [];
  const whatToDo =
    type === 'date' || type === 'datetime'
      ? `Write ${archiveTime}, or choose another field.`
      : 'Choose a value of that kind, or another field.';
  if (!fits(value, type))
    found.push([
      'archiveValue',
      {
        title: `${name} of ${label} takes ${typeInWords(type)}, and the mark is ${inWords(value)}`,
        whatToDo,
      },
    ]);
  // What the records bring themselves takes the mark away.
  const isBrought = origins.length > 0 && origins.every(({ schema }) => findField(schema, name));
  if (isBrought) return found;
  if (clear === null && !field.nullable)
    found.push([
      'archiveClear',
      {
        title: `${name} of ${label} can not be empty, and a record that is back would empty it`,
        whatToDo: `Say what ${name} holds when a record is back.`,
      },
    ]);
  else if (clear !== null && fits(value, type) && !fits(clear, type))
    found.push([
      'archiveClear',
      {
        title: `${name} of ${label} takes ${typeInWords(type)}, and when a record is back it is sent ${inWords(clear)}`,
        whatToDo: 'Choose a value of that kind.',
      },
    ]);
  return found;
}

/** Types a value is at home in; a text may be meant as anything. */
function fits(value: ArchiveMark['value'], type: FieldType): boolean {
  if (type === 'text' || type === 'json') return true;
  if (value === archiveTime) return type === 'date' || type === 'datetime';
  if (typeof value === 'boolean') return type === 'boolean';
  if (typeof value === 'number') return type === 'decimal' || (type === 'integer' && Number.isInteger(value));
  return true;
}

function inWords(value: ArchiveMark['value']): string {
  if (value === archiveTime) return 'a time';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? `the number ${value}` : 'a text';
}
