import { type CompileResult, compileFlow } from '@syncline/compiler';
import type { Diagnostic, FlowDocument, RawRequest, RecordSchema } from '@syncline/model';
import { digest } from './digest.ts';
import { documentUpTo, previewEnd } from './documentUpTo.ts';
import type { NodeTypes } from './nodeTypes.ts';
import type { SchemaFinder, StepFacts } from './schemaFinder.ts';

export interface Draft {
  /** Null for a document that is not stored: nothing was received for it. */
  flowId: string | null;
  document: FlowDocument;
  /** Logical connection name -> connection id. */
  bindings: Readonly<Record<string, string>>;
}

export interface CompiledDraft extends CompileResult {
  /** Delivery class of each destination, as far as known. */
  delivery: Record<string, string>;
}

export interface DraftCompiler {
  /** Compiles with what the bound systems say of their records. */
  compile(draft: Draft, options?: { refresh?: boolean }): Promise<CompiledDraft>;
  /** Compiles only what decides the records of one step; for a draft whose other parts are not finished. */
  compileUpTo(draft: Draft, node: string): Promise<CompiledDraft>;
  /** Number of errors as far as can be told without asking any system. */
  countProblems(draft: Draft): Promise<number>;
}

export interface CompilerParts {
  nodeTypes: NodeTypes;
  schemas: SchemaFinder;
  /** Kinds of all connections by id. */
  connectionKinds: () => Promise<ReadonlyMap<string, string>>;
  samples: (flowId: string, node: string) => Promise<RawRequest[]>;
}

export function createDraftCompiler(parts: CompilerParts): DraftCompiler {
  const compileWith = async (
    draft: Draft,
    facts: Record<string, StepFacts>,
    known: Record<string, RecordSchema> = {},
  ): Promise<CompiledDraft> => {
    const kinds = await parts.connectionKinds();
    const schemas: Record<string, RecordSchema> = { ...known };
    const delivery: Record<string, string> = {};
    for (const [node, found] of Object.entries(facts)) {
      if (found.schema) schemas[node] = found.schema;
      if (found.delivery) delivery[node] = found.delivery;
    }
    const result = compileFlow(draft.document, {
      definition: (type) => (type === 'preview.end' ? previewEnd : parts.nodeTypes.definition(type)),
      schemas,
      connectionKind: (name) =>
        kinds.get((Object.hasOwn(draft.bindings, name) && draft.bindings[name]) || ''),
      digest,
    });
    return { ...result, delivery, diagnostics: [...result.diagnostics, ...unanswered(facts)] };
  };

  const ask = ({ flowId, document, bindings }: Draft, refresh: boolean) =>
    parts.schemas.findAll(document, bindings, {
      refresh,
      ...(flowId === null ? {} : { samplesOf: (node: string) => parts.samples(flowId, node) }),
    });

  return {
    async compile(draft, { refresh = false } = {}) {
      return compileWith(draft, await ask(draft, refresh));
    },
    async compileUpTo(draft, node) {
      const facts = await ask(draft, false);
      const whole = await compileWith(draft, facts);
      if (whole.plan) return whole;
      const reduced = documentUpTo(draft.document, node, whole, parts.nodeTypes.definition);
      const kept = Object.entries(facts).filter(([name]) => Object.hasOwn(reduced.document.nodes, name));
      return compileWith(
        { ...draft, document: reduced.document },
        Object.fromEntries(kept.filter(([name]) => !Object.hasOwn(reduced.schemas, name))),
        reduced.schemas,
      );
    },
    async countProblems(draft) {
      const facts = await parts.schemas.findAll(draft.document, draft.bindings, { onlyKnown: true });
      const { diagnostics } = await compileWith(draft, facts);
      return diagnostics.filter(({ severity }) => severity === 'error').length;
    },
  };
}

/** Steps whose system could not be asked: no error, since it may be back when the flow runs. */
function unanswered(facts: Record<string, StepFacts>): Diagnostic[] {
  return Object.entries(facts).flatMap(([node, { problem }]) =>
    problem
      ? [
          {
            severity: 'warning' as const,
            code: 'schema.unknown',
            node,
            title: `The fields could not be read: ${problem.title}`,
            whatToDo: problem.whatToDo,
          },
        ]
      : [],
  );
}
