import type { LucideIcon } from 'lucide-react';
import type { InputHTMLAttributes, ReactNode, Ref, TextareaHTMLAttributes } from 'react';
import { joinClasses } from './classes.ts';
import { useFieldProps } from './Field.tsx';
import { Icon } from './Icon.tsx';

/** The box every text-like input is drawn in. */
const inputBox = joinClasses(
  'flex min-w-0 items-center gap-1.5 rounded-md border border-line-strong bg-panel px-2.5 text-ink',
  'focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus',
  'has-aria-invalid:border-failed-mark has-disabled:border-line has-disabled:bg-sunken has-disabled:text-ink-disabled',
);

export type TextInputProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'size' | 'prefix'> & {
  icon?: LucideIcon;
  size?: 'sm' | 'md';
  /** For values, ids and expressions. */
  mono?: boolean;
  /** At the end of the box: a unit, a shortcut, a clear button. */
  end?: ReactNode;
  ref?: Ref<HTMLInputElement>;
};

/** One line of text. Takes every native input property; outside a Field give it an `aria-label`. */
export function TextInput({ icon, size = 'md', mono, end, className, ...rest }: TextInputProps) {
  return (
    <span
      className={joinClasses(
        inputBox,
        size === 'sm' ? 'h-(--control-sm) rounded-sm text-xs' : 'h-(--control)',
        className,
      )}
    >
      {icon && <Icon of={icon} size="sm" className="text-ink-3" />}
      <input
        type="text"
        autoComplete="off"
        {...useFieldProps()}
        {...rest}
        className={joinClasses(
          'h-full w-full min-w-0 bg-transparent outline-none',
          mono && 'font-mono text-xs',
        )}
      />
      {end && <span className="shrink-0 text-xs text-ink-3">{end}</span>}
    </span>
  );
}

type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  mono?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
};

/** Several lines. Grows with its text up to `max-h` where the browser can. */
export function TextArea({ mono, className, rows = 3, ...rest }: TextAreaProps) {
  return (
    <span className={joinClasses(inputBox, className)}>
      <textarea
        rows={rows}
        {...useFieldProps()}
        {...rest}
        className={joinClasses(
          'field-sizing-content max-h-80 min-h-16 w-full resize-y bg-transparent py-1.5 outline-none',
          mono && 'font-mono text-xs',
        )}
      />
    </span>
  );
}
