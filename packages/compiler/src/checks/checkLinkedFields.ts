import { type LinkConfig, type LinkedField, neverConverts, typeInWords } from '@syncline/mapping';
import { type Diagnostic, findField, type RecordSchema } from '@syncline/model';
import type { Step } from '../steps/readSteps.ts';
import type { LinkedSide } from './checkLink.ts';
import { destinationKey } from './destinationKey.ts';

type Words = Pick<Diagnostic, 'title' | 'whatToDo' | 'path' | 'field' | 'severity'>;
type Side = 'a' | 'b';

/** Whether the fields of a link are there on both sides, may be written, and are all that a new record needs. */
export function checkLinkedFields(
  step: Step,
  config: LinkConfig,
  a: LinkedSide,
  b: LinkedSide,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const say = (code: string, { severity = 'error', ...words }: Omit<Words, 'severity'> & Partial<Words>) =>
    found.push({ severity, code, node: step.name, ...words });
  checkKeys(a, b, say);
  for (const side of [a, b]) {
    checkKeyOf(side, say);
    checkTime(config, side, say);
    config.fields.forEach((field, at) => {
      checkField(field, at, side, say);
    });
    checkRequired(config, side, say);
  }
  config.fields.forEach((field, at) => {
    checkTypes(field, at, a, b, say);
  });
  checkTimes(config, [a, b], say);
  return found;
}

type Say = (code: string, words: Omit<Words, 'severity'> & Partial<Words>) => void;

/** Both systems have to call a record by the same value. What can be compared is how many fields make it, and their types. */
function checkKeys(a: LinkedSide, b: LinkedSide, say: Say): void {
  const [one, other] = [a.gives.key, b.gives.key];
  if (one.length === 0 || other.length === 0) return;
  const words = `${a.feeder.label} by ${one.join(' + ')}, ${b.feeder.label} by ${other.join(' + ')}`;
  const whatToDo =
    'Both sides have to know a record by the same value. Set the key of the steps that read them to the fields that hold it.';
  if (one.length !== other.length) {
    say('link.key', { title: `The sides tell records apart differently: ${words}`, whatToDo });
    return;
  }
  one.forEach((name, at) => {
    const types = [findField(a.gives, name)?.type, findField(b.gives, other[at] ?? '')?.type] as const;
    if (types[0] !== undefined && types[1] !== undefined && neverConverts(types[0], types[1]))
      say('link.key', {
        field: name,
        title: `The keys of the sides can not be equal: ${words}, ${typeInWords(types[0])} and ${typeInWords(types[1])}`,
        whatToDo,
      });
  });
}

/** What a side is read by it must be written by. */
function checkKeyOf({ feeder, gives, dest, accepts }: LinkedSide, say: Say): void {
  const written = destinationKey(dest, accepts);
  if (gives.key.length === 0 || written.length === 0) return;
  if (written.length === gives.key.length && written.every((name, at) => name === gives.key[at])) return;
  say('link.key', {
    title: `${feeder.label} reads records by ${gives.key.join(' + ')}, ${dest.label} writes them by ${written.join(' + ')}`,
    whatToDo: 'Set the same key in both, in the same order.',
  });
}

function checkField(field: LinkedField, at: number, side: LinkedSide, say: Say): void {
  const { name, feeder, gives, dest, accepts } = side;
  const own = field[name];
  const path = `fields.${at}.${name}`;
  if (gives.key.includes(own) || destinationKey(dest, accepts).includes(own)) {
    say('link.key-field', {
      path,
      field: own,
      title: `${own} is the key of side ${name.toUpperCase()}, which links the records`,
      whatToDo: 'Remove it from the linked fields: the key is written with every new record by itself.',
    });
    return;
  }
  for (const [schema, label] of [
    [gives, feeder.label],
    [accepts, dest.label],
  ] as const) {
    if (schema.open || findField(schema, own)) continue;
    say('link.unknown-field', {
      path,
      field: own,
      title: `${label} has no field ${own}`,
      whatToDo: `Choose one it has: ${namesOf(schema)}.`,
    });
    return;
  }
  if (findField(accepts, own)?.readOnly && field.wins !== name)
    say('link.read-only-field', {
      path: `fields.${at}.wins`,
      field: own,
      title: `${dest.label} fills ${own} itself, so side ${name.toUpperCase()} can not be told another value`,
      whatToDo: `Let ${name} win, or leave the field out.`,
    });
}

function checkTypes(field: LinkedField, at: number, a: LinkedSide, b: LinkedSide, say: Say): void {
  const one = findField(a.gives, field.a)?.type;
  const other = findField(b.gives, field.b)?.type;
  if (one === undefined || other === undefined) return;
  const goesToB = field.wins !== 'b' && neverConverts(one, other);
  const goesToA = field.wins !== 'a' && neverConverts(other, one);
  if (!goesToA && !goesToB) return;
  say('link.type', {
    path: `fields.${at}`,
    field: field.a,
    title: `${field.a} of side A is ${typeInWords(one)}, ${field.b} of side B ${typeInWords(other)}: one can never hold the other`,
    whatToDo: 'Link two fields of like types.',
  });
}

/** Either side may have to make a record the other one has. */
function checkRequired(config: LinkConfig, { name, gives, dest, accepts }: LinkedSide, say: Say): void {
  const key = destinationKey(dest, accepts);
  // A destination that names no key is told the one its side is read by.
  const identity = key.length > 0 ? key : gives.key;
  const filled = new Set([...identity, ...config.fields.map((field) => field[name])]);
  for (const { name: own, required, readOnly } of accepts.fields) {
    if (!required || readOnly || filled.has(own)) continue;
    say('link.required-field', {
      path: 'fields',
      field: own,
      title: `${own} is required by ${dest.label}, and no linked field fills it`,
      whatToDo: `Link a field to ${own}, or give it a default where it is stored.`,
    });
  }
}

const timePath = (side: Side): 'changedAtA' | 'changedAtB' => (side === 'a' ? 'changedAtA' : 'changedAtB');

function checkTime(config: LinkConfig, { name, feeder, gives }: LinkedSide, say: Say): void {
  const path = timePath(name);
  const field = config[path];
  if (field === undefined || gives.open || findField(gives, field)) return;
  say('link.unknown-field', {
    path,
    field,
    title: `${feeder.label} has no field ${field}`,
    whatToDo: `Choose one it has: ${namesOf(gives)}.`,
  });
}

/** The later of two changes can't be told when one side says nothing of time. */
function checkTimes(config: LinkConfig, sides: readonly LinkedSide[], say: Say): void {
  const latest = config.fields.filter(({ wins }) => wins === 'latest').map(({ a }) => a);
  const silent = sides.find(
    ({ name, feeder }) =>
      config[timePath(name)] === undefined && typeof feeder.config?.changedField !== 'string',
  );
  if (latest.length === 0 || silent === undefined) return;
  say('link.no-time', {
    severity: 'warning',
    path: timePath(silent.name),
    title: `Nothing says when a record of ${silent.feeder.label} changed: where both sides changed ${list(latest)}, side ${config.tieGoesTo.toUpperCase()} wins`,
    whatToDo: 'Name its time of change, or leave it if that is what you want.',
  });
}

const namesOf = ({ fields }: RecordSchema): string =>
  list(fields.filter(({ readOnly }) => !readOnly).map(({ name }) => name));

const list = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(', ')} and more` : names.join(', ');
