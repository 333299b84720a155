import { CircleX } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId } from 'react';
import { joinClasses } from './classes.ts';
import { Icon } from './Icon.tsx';

type FieldWiring = {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
};

const FieldContext = createContext<FieldWiring | null>(null);

type FieldProps = {
  label: string;
  /** What to enter and why, under the input. */
  hint?: ReactNode;
  /** What is wrong and what to do. Replaces the hint and is announced. */
  error?: string | undefined;
  required?: boolean;
  /** Right of the label: a count, a link, the type. */
  aside?: ReactNode;
  /** The input. Every input of this folder finds its label, hint and error by itself. */
  children: ReactNode;
  className?: string;
};

/** A label, an input and what is to be said about it. */
export function Field({ label, hint, error, required = false, aside, children, className }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const wiring: FieldWiring = {
    id,
    describedBy: error || hint ? noteId : undefined,
    invalid: Boolean(error),
    required,
  };
  return (
    <FieldContext value={wiring}>
      <div className={joinClasses('flex min-w-0 flex-col gap-1', className)}>
        <div className="flex items-baseline gap-2">
          <label htmlFor={id} className="font-medium">
            {label}
            {required && (
              <span aria-hidden="true" className="ml-1 font-semibold text-failed">
                *
              </span>
            )}
          </label>
          {aside && <span className="ml-auto text-xs text-ink-3">{aside}</span>}
        </div>
        {children}
        {error ? (
          <p id={noteId} role="alert" className="flex items-start gap-1.5 text-xs text-failed">
            <Icon of={CircleX} size="xs" className="mt-0.5" />
            {error}
          </p>
        ) : (
          hint && (
            <p id={noteId} className="text-xs text-ink-3">
              {hint}
            </p>
          )
        )}
      </div>
    </FieldContext>
  );
}

type FieldInputProps = {
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
};

/** What an input takes over from the Field around it. Empty outside of one. */
export function useFieldProps(): FieldInputProps {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    id: field.id,
    ...(field.describedBy && { 'aria-describedby': field.describedBy }),
    ...(field.invalid && { 'aria-invalid': true }),
    ...(field.required && { 'aria-required': true }),
  };
}
