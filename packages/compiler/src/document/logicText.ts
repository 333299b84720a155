import { type FlowDocument, type FlowSettings, flowSettingsSchema, logicOf } from '@syncline/model';

/** All settings of a flow, with what the document leaves out filled in. */
export function fillSettings(document: FlowDocument): FlowSettings {
  return flowSettingsSchema.parse(document.settings ?? {});
}

/**
 * Text of what a flow does, equal for documents that differ only in how they leave out what is the default anyway.
 * Take a document `readDocument` gave.
 */
export function logicText(document: FlowDocument): string {
  const { settings: _settings, tables, ...rest } = document;
  const changed = changedSettings(fillSettings(document));
  return logicOf({
    ...rest,
    ...(tables && Object.keys(tables).length > 0 ? { tables } : {}),
    ...(Object.keys(changed).length > 0 ? { settings: changed } : {}),
  });
}

function changedSettings(settings: FlowSettings): Partial<FlowSettings> {
  const usual: Record<string, unknown> = flowSettingsSchema.parse({});
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => usual[name] !== value));
}
