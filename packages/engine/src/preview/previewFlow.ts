import type { Change, DataRecord, Plan, Preview } from '@syncline/model';
import type { Item, StepResult } from '../plan/operator.ts';
import { compileOperators } from '../plan/operators.ts';
import type { EnginePorts } from '../ports.ts';

export interface PreviewRequest {
  plan: Plan;
  /** The step to look at. */
  node: string;
  /** Sample changes by feeder. */
  samples: Readonly<Record<string, readonly Change[]>>;
}

type Ports = Pick<EnginePorts, 'expressions' | 'now'>;

/**
 * Takes sample changes through the compiled steps up to one of them and shows what it gets and what it makes of it.
 * Writes nothing and asks no destination.
 *
 * @example await previewFlow({ plan, node: 'clean', samples: { nightly: changes } }, ports)
 */
export async function previewFlow(
  { plan, node, samples }: PreviewRequest,
  { expressions, now }: Ports,
): Promise<Omit<Preview, 'from' | 'tookMs'>> {
  const operators = compileOperators({ plan, now, expressions }, node);
  const preview: Omit<Preview, 'from' | 'tookMs'> = { node, input: [], output: [], failed: [], filtered: 0 };
  for (const [feeder, changes] of Object.entries(samples)) {
    const result = (await operators.run(feeder, changes)).get(node);
    if (result !== undefined) show(preview, result);
  }
  return preview;
}

function show(preview: Omit<Preview, 'from' | 'tookMs'>, result: StepResult): void {
  preview.input.push(...result.input.map(recordOf));
  for (const [port, items] of result.output) {
    preview.output.push(...items.map((item) => ({ ...recordOf(item), port })));
  }
  for (const { item, field, code, message } of result.failed) {
    preview.failed.push({ key: item.key === '' ? null : item.key, field, code, message });
  }
  preview.filtered += result.filtered.length;
}

function recordOf({ key, change, record }: Item): {
  key: string | null;
  op: Change['op'];
  record: DataRecord;
} {
  return { key: key === '' ? null : key, op: change.op, record: { ...record } };
}
