import { type ComponentType, createContext, useContext } from 'react';
import type { PickerOption } from './FieldPicker.tsx';
import type { FormField } from './formField.ts';

/** What one input of a form is given, whatever its kind. */
export interface KindProps {
  field: FormField;
  value: unknown;
  /** `path` says which part changed, when the field holds more than one value. */
  onChange: (next: unknown, path?: string) => void;
  /** Place of the field in the whole value: `pagination.kind`. */
  path: string;
  /** The object the field stands in. */
  siblings: Record<string, unknown>;
}

/** What a form knows of its surroundings. Everything is optional: a connection's form needs none of it. */
export interface FormSurroundings {
  connectionId?: string | undefined;
  nodeName?: string | undefined;
  /** Fields to offer where a field is asked for. */
  fields?: readonly PickerOption[] | undefined;
  /** Doubts by path, shown in amber under the field. */
  warnings?: Readonly<Record<string, string>> | undefined;
  /** Field to focus; counted so that the same one can be asked for twice. */
  focus?: { path: string; ask: number } | null | undefined;
  /** Files other steps read, by name. */
  filesInUse?: readonly string[] | undefined;
  /** Inputs for widgets only this place can draw: mapping, condition, branches, endpoint. */
  widgets?: Readonly<Record<string, ComponentType<KindProps>>> | undefined;
}

export interface FormState extends FormSurroundings {
  errors: Readonly<Record<string, string>>;
}

export const FormContext = createContext<FormState>({ errors: {} });
export const useForm = (): FormState => useContext(FormContext);
