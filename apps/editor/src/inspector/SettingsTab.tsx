import { useMemo } from 'react';
import { isObject, type JsonSchema } from '../forms/formField.ts';
import { SchemaForm } from '../forms/SchemaForm.tsx';
import { optionsOf } from './fieldOptions.ts';
import type { StepMessages } from './problemPaths.ts';
import { useStepConfig, useStepEntry, useStepFields } from './useStep.ts';

export type StepTabProps = {
  name: string;
  messages: StepMessages;
  focus: { path: string; ask: number } | null;
};

/** The settings of a map beside its table. They are few, so nothing is folded away here. */
export function SettingsTab({ name, messages, focus }: StepTabProps) {
  const entry = useStepEntry(name);
  const fields = useStepFields(name);
  const options = useMemo(() => optionsOf(fields), [fields]);
  const { config, setConfig } = useStepConfig(name);
  const schema = useMemo(() => withoutTable(entry?.configSchema ?? {}), [entry]);
  const context = useMemo(
    () => ({ nodeName: name, fields: options, warnings: messages.warnings, focus }),
    [name, options, messages, focus],
  );
  return (
    <div className="p-4">
      <SchemaForm
        schema={schema}
        value={config}
        onChange={setConfig}
        errors={messages.errors}
        context={context}
      />
    </div>
  );
}

function withoutTable(schema: JsonSchema): JsonSchema {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const rest = Object.entries(properties)
    .filter(([name]) => name !== 'fields')
    .map(([name, part]) => [
      name,
      isObject(part) ? { ...part, ui: { ...(isObject(part.ui) ? part.ui : {}), advanced: false } } : part,
    ]);
  return { ...schema, properties: Object.fromEntries(rest) };
}
