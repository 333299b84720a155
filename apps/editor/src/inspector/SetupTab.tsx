import { useMemo } from 'react';
import { useDoc } from '../flow/FlowContext.tsx';
import { SchemaForm } from '../forms/SchemaForm.tsx';
import { ConnectionPicker } from './connection/ConnectionPicker.tsx';
import { DeliveryLine } from './DeliveryLine.tsx';
import { optionsOf } from './fieldOptions.ts';
import type { StepTabProps } from './SettingsTab.tsx';
import { stepWidgets } from './stepWidgets.ts';
import { useConnectionId, useStepConfig, useStepEntry, useStepFields } from './useStep.ts';

/** Connection and settings of a step. */
export function SetupTab({ name, messages, focus }: StepTabProps) {
  const entry = useStepEntry(name);
  const type = useDoc((doc) => doc.document.nodes[name]?.type ?? '');
  const connectionId = useConnectionId(name);
  const fields = useStepFields(name);
  const options = useMemo(() => optionsOf(fields), [fields]);
  const { config, setConfig } = useStepConfig(name);
  const filesText = useDoc((doc) =>
    Object.entries(doc.document.nodes)
      .flatMap(([other, node]) =>
        other !== name && typeof node.config.file === 'string' ? [node.config.file] : [],
      )
      .join('\n'),
  );
  const context = useMemo(
    () => ({
      connectionId,
      nodeName: name,
      fields: options,
      warnings: messages.warnings,
      focus,
      filesInUse: filesText === '' ? [] : filesText.split('\n'),
      widgets: stepWidgets,
    }),
    [connectionId, name, options, messages, focus, filesText],
  );
  if (!entry) {
    return (
      <p className="p-4 text-ink-2">
        This server has no step of the type <span className="font-mono text-xs">{type}</span>. Its settings
        are kept as they are. Use a newer Syncline, or delete the step.
      </p>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-4 p-4">
      <p className="text-ink-2">{entry.doc}</p>
      {entry.connection && (
        <ConnectionPicker name={name} connection={entry.connection} error={messages.errors.connection} />
      )}
      <SchemaForm
        schema={entry.configSchema}
        value={config}
        onChange={setConfig}
        errors={messages.errors}
        context={context}
      />
      {entry.role === 'destination' && <DeliveryLine name={name} />}
    </div>
  );
}
