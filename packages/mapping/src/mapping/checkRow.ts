import { type Diagnostic, type FieldType, hostileNames, type Value } from '@syncline/model';
import { conversionOf, neverConverts, typeInWords } from '../conversion/conversionTable.ts';
import { checkExpression } from '../expression/checkExpression.ts';
import type { MappingRow } from '../fieldTable.ts';
import { stepLabel, transformOf } from '../transforms/transforms.ts';
import { Failure } from '../values/failure.ts';
import type { MappingSurroundings } from './checkMapping.ts';
import { checkSourcePath } from './checkPath.ts';
import { endType, startType } from './rowType.ts';
import { compileEnd, rowTarget } from './targetField.ts';

/** Problems of one row: its source, its steps, its end. */
export function checkRow(row: MappingRow, at: string, surroundings: MappingSurroundings): Diagnostic[] {
  const steps = checkSteps(row, at, surroundings);
  return [
    ...checkSource(row, at, surroundings),
    ...steps,
    ...checkTarget(row, at, surroundings),
    // What a broken step gives is anybody's guess; its own problem comes first.
    ...(steps.some(({ severity }) => severity === 'error') ? [] : checkEnd(row, at, surroundings)),
  ];
}

type Finding = Pick<Diagnostic, 'severity' | 'code' | 'title' | 'whatToDo'>;

const place = (row: MappingRow, path: string, finding: Finding): Diagnostic => ({
  ...finding,
  path,
  field: row.to,
});

function checkSource(row: MappingRow, at: string, { source }: MappingSurroundings): Diagnostic[] {
  if (row.from !== undefined) return checkSourcePath(row.from, source, { path: `${at}.from`, field: row.to });
  if (row.expression !== undefined) {
    return checkExpression(row.expression, source, { path: `${at}.expression`, field: row.to });
  }
  if (row.value !== undefined || row.steps.some((step) => transformOf(step).transform.seesEmpty)) return [];
  return [
    place(row, `${at}.from`, {
      severity: 'error',
      code: 'mapping.row-without-source',
      title: `Nothing feeds ${row.to}`,
      whatToDo: 'Choose a field, set a fixed value or write an expression; or remove the row.',
    }),
  ];
}

function checkSteps(row: MappingRow, at: string, surroundings: MappingSurroundings): Diagnostic[] {
  const found: Diagnostic[] = [];
  let before: FieldType | null = startType(row, surroundings.source).type;
  for (const [index, step] of row.steps.entries()) {
    const { transform, settings } = transformOf(step);
    const path = `${at}.steps.${index}`;
    if (before !== null && transform.takes !== 'any' && !transform.takes.includes(before)) {
      found.push(
        place(row, path, {
          severity: 'error',
          code: 'mapping.step-wrong-type',
          title: `The step “${stepLabel(step)}” can’t take a ${typeInWords(before)}`,
          whatToDo:
            before === 'list'
              ? 'Add the step “join list” before it.'
              : 'Remove the step, or change its order.',
        }),
      );
    }
    const checkPath = (text: string, below: string) =>
      checkSourcePath(text, surroundings.source, { path: `${path}.${below}`, field: row.to });
    const problems = transform.check?.(settings, {
      tables: surroundings.tables,
      before,
      checkPath: (text, below) =>
        checkPath(text, below).map((diagnostic) => ({ ...diagnostic, path: below })),
    });
    for (const { path: below, ...problem } of problems ?? []) {
      found.push(place(row, below === undefined ? path : `${path}.${below}`, problem));
    }
    before = transform.gives(settings, before);
  }
  return found;
}

function checkTarget(row: MappingRow, at: string, { target }: MappingSurroundings): Diagnostic[] {
  const path = `${at}.to`;
  if (hostileNames.has(row.to)) {
    const title = `The field name ${row.to} is reserved`;
    return [
      place(row, path, {
        severity: 'error',
        code: 'mapping.reserved-name',
        title,
        whatToDo: 'Choose another name.',
      }),
    ];
  }
  if (target === null) return [];
  const { field } = rowTarget(row, target);
  if (field === null) {
    return [
      place(row, path, {
        severity: target.open ? 'warning' : 'error',
        code: 'mapping.unknown-target-field',
        title: `The destination has no field ${row.to}`,
        whatToDo: target.open
          ? 'Check the spelling.'
          : 'Choose a field of the destination, or remove the row.',
      }),
    ];
  }
  if (!field.readOnly) return [];
  return [
    place(row, path, {
      severity: 'error',
      code: 'mapping.read-only-target',
      title: `${row.to} is written by the destination itself`,
      whatToDo: 'Remove the row.',
    }),
  ];
}

function checkEnd(row: MappingRow, at: string, surroundings: MappingSurroundings): Diagnostic[] {
  const { type: to } = rowTarget(row, surroundings.target);
  if (to === null) return [];
  if (row.value !== undefined && row.steps.length === 0)
    return checkConstant(row, row.value, at, surroundings);
  const { type: from } = endType(row, surroundings.source);
  if (from === null) return [];
  const words = `${typeInWords(from)} to ${typeInWords(to)}`;
  if (neverConverts(from, to)) {
    return [
      place(row, `${at}.from`, {
        severity: 'error',
        code: 'mapping.no-conversion',
        title: `${row.to} takes a ${typeInWords(to)}, and a ${typeInWords(from)} never is one`,
        whatToDo: 'Choose another field.',
      }),
    ];
  }
  switch (conversionOf(from, to)) {
    case 'same':
    case 'lossless':
      return [];
    case 'checked':
      return [
        place(row, `${at}.steps`, {
          severity: 'warning',
          code: 'mapping.checked-conversion',
          title: `${row.to}: ${words} works only for values of the right form`,
          whatToDo: remedies[to] ?? 'Look at the preview, or choose another field.',
        }),
      ];
    case 'lossy':
      if (row.lossy === true) return [];
      return [
        place(row, `${at}.lossy`, {
          severity: 'error',
          code: 'mapping.lossy-conversion',
          title: `${row.to}: ${words} loses ${from === 'datetime' ? 'the time of day' : 'what is behind the point'}`,
          whatToDo: 'Agree to the loss, or choose a field of another type.',
        }),
      ];
  }
}

const remedies: Partial<Record<FieldType, string>> = {
  integer: 'Add the step “to whole number”.',
  decimal: 'Add the step “to number” and choose the decimal mark.',
  boolean: 'Add the step “to yes/no” with the words that mean yes.',
  date: 'Add the step “to date” with the format of the values.',
  datetime: 'Add the step “to date and time” with the format of the values.',
  email: 'Add the step “clean e-mail”.',
  phone: 'Add the step “phone number” with the country of the numbers.',
  enum: 'Add the step “translate values”.',
  list: 'Add the step “split”, or choose a list.',
  text: 'Add the step “join list” or “to JSON”.',
};

/** A fixed value is known now, so it is converted now. */
function checkConstant(
  row: MappingRow,
  value: Value,
  at: string,
  surroundings: MappingSurroundings,
): Diagnostic[] {
  const { target, source, tables } = surroundings;
  const result = compileEnd(row, { target, source, tables, now: () => new Date(0) }, null)(value);
  if (!(result instanceof Failure)) return [];
  return [
    place(row, `${at}.value`, {
      severity: 'error',
      code: result.code,
      title: `The fixed value of ${row.to} can’t be used: ${result.message}`,
      whatToDo: 'Change the value.',
    }),
  ];
}
