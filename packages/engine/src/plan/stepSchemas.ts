import { type FieldSchema, openSchema, type Plan, type PlanStep, type RecordSchema } from '@syncline/model';

/** Steps that let records on as they are. */
const sieves: ReadonlySet<string> = new Set(['filter', 'branch']);

/** What is known of the records that come into a step: of several feeding it, only what holds for all. */
export function inputSchema(plan: Plan, node: string): RecordSchema {
  const [first, ...others] = plan.steps.filter((step) =>
    Object.values(step.next).some((to) => to.includes(node)),
  );
  if (first === undefined) return openSchema;
  return others.reduce((known, { schema }) => intersect(known, schema), first.schema);
}

function intersect(one: RecordSchema, other: RecordSchema): RecordSchema {
  const fields = one.fields.flatMap((field): FieldSchema[] => {
    const same = other.fields.find(({ name, type }) => name === field.name && type === field.type);
    return same === undefined ? [] : [{ ...field, nullable: field.nullable || same.nullable }];
  });
  const open = one.open || other.open || fields.length < Math.max(one.fields.length, other.fields.length);
  return { fields, key: one.key, cursorFields: [], open };
}

/**
 * What the records of a map have to fit: the schema of its destination when it writes for exactly one, directly or
 * through steps which only sort records out. Null when nothing is to be said.
 */
export function targetSchema(plan: Plan, node: string): RecordSchema | null {
  const steps = new Map(plan.steps.map((step) => [step.node, step]));
  const ends = new Set<PlanStep | null>();
  const walk = (from: string) => {
    for (const next of Object.values(steps.get(from)?.next ?? {}).flat()) {
      const step = steps.get(next);
      if (step?.role === 'destination') ends.add(step);
      else if (step !== undefined && (sieves.has(step.type) || step.role === 'checkpoint')) walk(next);
      else ends.add(null);
    }
  };
  walk(node);
  const [only] = ends;
  return ends.size === 1 && only ? only.schema : null;
}
