import { textOf } from '../conversion/scalars.ts';
import { Failure, type Outcome } from '../values/failure.ts';
import type { StepFunction } from './transform.ts';

/** A step on text: numbers and booleans come as text, lists and objects are refused. */
export function textStep(change: (text: string) => Outcome): StepFunction {
  return (value) => {
    if (typeof value === 'string') return change(value);
    if (value === undefined || value === null) return value;
    const text = textOf(value);
    return text instanceof Failure ? text : change(text);
  };
}
