import { type MappingEnv, type Suggestion, suggestMappings } from '@syncline/mapping';
import { type FieldSchema, openSchema, type RecordSchema } from '@syncline/model';
import { useCallback, useMemo } from 'react';
import { useCheck, useDoc, useOpenFlow, useUi } from '../../flow/FlowContext.tsx';
import { destinationsOf, joinTargets } from '../stepPlace.ts';
import { type Samples, useSamples } from '../usePreview.ts';
import { useStepConfig } from '../useStep.ts';
import { changeRow, readRow, rowsOf, withRows } from './rows.ts';

const noTables = {};
const now = () => new Date();

export interface Mapping {
  config: Record<string, unknown>;
  rows: readonly unknown[];
  env: MappingEnv;
  samples: Samples;
  /** Place of the record the table shows. */
  record: number;
  /** What the destinations have, to offer names and suggestions; null while unknown. */
  offered: RecordSchema | null;
  /** Destination fields without a row: what they must have first. */
  missing: readonly FieldSchema[];
  suggestions: readonly Suggestion[];
  setRows: (rows: readonly unknown[], key: string | null) => void;
  setConfig: (config: Record<string, unknown>, key: string | null) => void;
  /** Changes one row as it is now; the function stays the same, so rows need not be drawn again. */
  changeRowAt: (index: number, part: Parameters<typeof changeRow>[1], key: string | null) => void;
  replaceRowAt: (index: number, raw: Record<string, unknown> | null, key: string | null) => void;
}

/** Everything the mapping table of one step shows and does. */
export function useMapping(name: string): Mapping {
  const { catalogue, doc } = useOpenFlow();
  const { config, setConfig } = useStepConfig(name);
  const source = useCheck((check) => check.inputs[name]) ?? openSchema;
  const tables = useDoc((state) => state.document.tables) ?? noTables;
  const destinationText = useDoc((state) =>
    destinationsOf(
      state.document,
      name,
      (type) => catalogue.nodes.find((node) => node.type === type)?.role === 'destination',
    ).join('\n'),
  );
  const schemas = useCheck((check) => check.schemas);
  const samples = useSamples(name);
  const wanted = useUi((ui) => ui.record);
  const record = samples.records.length === 0 ? 0 : Math.min(wanted, samples.records.length - 1);

  const { target, offered } = useMemo(() => {
    const names = destinationText === '' ? [] : destinationText.split('\n');
    const known = names.flatMap((one) => (schemas[one] ? [schemas[one]] : []));
    // As the compiler has it: the fields of a destination rule a mapping only when it is the only one.
    return { target: names.length === 1 ? (known[0] ?? null) : null, offered: joinTargets(known) };
  }, [destinationText, schemas]);
  const env = useMemo(() => ({ source, target, tables, now }), [source, target, tables]);

  const rows = rowsOf(config);
  const mappedText = rows.map((raw) => readRow(raw).row.to).join('\n');
  const { missing, suggestions } = useMemo(() => {
    if (offered === null) return { missing: [], suggestions: [] };
    const mapped = new Set(mappedText.split('\n'));
    const records = samples.records.map((one) => one.record);
    const open = offered.fields.filter((field) => !mapped.has(field.name) && !field.readOnly);
    return {
      missing: open.toSorted((a, b) => Number(b.required) - Number(a.required)),
      suggestions: suggestMappings(source, records, offered, [...mapped]),
    };
  }, [offered, mappedText, source, samples.records]);

  const setRows = useCallback(
    (next: readonly unknown[], key: string | null) =>
      setConfig(withRows(doc.getState().document.nodes[name]?.config ?? {}, next), key),
    [setConfig, doc, name],
  );
  const replaceRowAt = useCallback(
    (index: number, raw: Record<string, unknown> | null, key: string | null) => {
      const current = rowsOf(doc.getState().document.nodes[name]?.config ?? {});
      setRows(
        current.flatMap((row, place) => (place === index ? (raw === null ? [] : [raw]) : [row])),
        key,
      );
    },
    [setRows, doc, name],
  );
  const changeRowAt = useCallback(
    (index: number, part: Parameters<typeof changeRow>[1], key: string | null) => {
      const current = rowsOf(doc.getState().document.nodes[name]?.config ?? {});
      replaceRowAt(index, changeRow(readRow(current[index]).raw, part), key);
    },
    [replaceRowAt, doc, name],
  );
  return {
    config,
    rows,
    env,
    samples,
    record,
    offered,
    missing,
    suggestions,
    setRows,
    setConfig,
    changeRowAt,
    replaceRowAt,
  };
}
