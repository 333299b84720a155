import { type Step, type StepName, stepSchema } from '@syncline/mapping';

/** Name of a step, whichever way it is written. */
export const nameOfStep = (step: unknown): StepName | null => {
  const name = typeof step === 'string' ? step : isStepObject(step) ? step.do : null;
  // The catalogue of steps is keyed by these names; a name it does not have is shown as such.
  return typeof name === 'string' ? (name as StepName) : null;
};

const isStepObject = (step: unknown): step is { do: unknown } =>
  typeof step === 'object' && step !== null && 'do' in step;

/** Settings of a step as a form takes them. */
export function settingsOf(step: unknown): Record<string, unknown> {
  if (!isStepObject(step)) return {};
  const { do: _name, ...settings } = step as Record<string, unknown>;
  return settings;
}

/** Texts a step needs although they may be empty; a form leaves empty ones out. */
const emptyTexts: Partial<Record<StepName, Record<string, unknown>>> = {
  replace: { find: '', with: '' },
  prefix: { text: '' },
  suffix: { text: '' },
  split: { separator: '' },
  'parse-date': { format: '' },
  'parse-datetime': { format: '' },
  'format-date': { format: '' },
  phone: { country: '' },
  lookup: { table: '', column: '' },
  'map-values': { values: {} },
  concat: { with: [] },
  coalesce: { from: [] },
  default: { value: '' },
};

/** The step with these settings, as the document holds it. It may be incomplete while it is filled in. */
export const stepWith = (name: StepName, settings: Record<string, unknown>): Record<string, unknown> => ({
  do: name,
  ...emptyTexts[name],
  ...settings,
});

/** The step as the mapping runs it, or null while it is incomplete. */
export function readStep(step: unknown): Step | null {
  const parsed = stepSchema.safeParse(step);
  return parsed.success ? parsed.data : null;
}
