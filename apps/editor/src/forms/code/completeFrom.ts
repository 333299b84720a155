import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';

/** A word to offer, with what it is (a sample value, a sentence). */
export interface Completion {
  label: string;
  /** Written instead of the label: a name with blanks goes in backticks. */
  apply?: string;
  detail?: string;
  /** What a function does. */
  info?: string;
  type?: 'variable' | 'function';
}

/** Completion over a list that may change while the editor lives. */
export function completeFrom(list: () => readonly Completion[]): Extension {
  const find = (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[$\w.]+/);
    if (!word && !context.explicit) return null;
    return { from: word?.from ?? context.pos, options: [...list()], validFor: /^[$\w.]*$/ };
  };
  return autocompletion({ override: [find], icons: false, maxRenderedOptions: 40 });
}
