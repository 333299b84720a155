import { type Extension, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

export type CodeLanguage = 'expression' | 'sql' | 'template' | 'plain';

const sqlWords =
  'select|from|where|and|or|not|in|is|null|join|left|right|inner|on|as|group|by|order|having|limit|case|when|then|else|end|with|distinct|union|all|like|ilike|between|cast|true|false|asc|desc';

const text = `"(?:[^"\\\\]|\\\\.)*"?|'(?:[^'\\\\]|\\\\.)*'?`;
const patterns: Record<CodeLanguage, RegExp | null> = {
  expression: new RegExp(
    `(?<string>${text})|(?<number>\\b\\d+(?:\\.\\d+)?\\b)|(?<word>\\$\\w+)|(?<plain>\`[^\`]*\`)`,
    'g',
  ),
  sql: new RegExp(
    `(?<comment>--.*)|(?<string>'(?:[^']|'')*'?)|(?<number>\\b\\d+(?:\\.\\d+)?\\b)|(?<word>\\b(?:${sqlWords})\\b)`,
    'gi',
  ),
  template: /(?<word>\{\{[^}]*\}\}?)/g,
  plain: null,
};

const looks: Record<string, Decoration> = {
  string: Decoration.mark({ class: 'text-success' }),
  number: Decoration.mark({ class: 'text-running' }),
  word: Decoration.mark({ class: 'text-accent-text' }),
  comment: Decoration.mark({ class: 'text-ink-3' }),
};
const problemLook = Decoration.mark({
  class: 'underline decoration-failed-mark decoration-wavy underline-offset-2',
});

/** Colours by pattern. A grammar would be exact; for one line of an expression this is, too, and weighs nothing. */
export function colourTokens(language: CodeLanguage, problemAt: () => number | undefined): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = paint(view, language, problemAt());
      }
      update(update: ViewUpdate) {
        this.decorations = paint(update.view, language, problemAt());
      }
    },
    {
      decorations: (plugin) => plugin.decorations,
      provide: () => EditorView.contentAttributes.of({ spellcheck: 'false' }),
    },
  );
}

type Mark = { from: number; to: number; look: Decoration };

function paint(view: EditorView, language: CodeLanguage, problemAt: number | undefined): DecorationSet {
  const pattern = patterns[language];
  const whole = view.state.doc.toString();
  const marks: Mark[] = [];
  if (pattern) {
    for (const match of whole.matchAll(pattern)) {
      const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0];
      const look = kind === undefined ? undefined : looks[kind];
      if (look && match[0] !== '') marks.push({ from: match.index, to: match.index + match[0].length, look });
    }
  }
  if (problemAt !== undefined && whole.length > 0) {
    const from = Math.min(problemAt, whole.length - 1);
    const rest = /^[\w$]+/.exec(whole.slice(from))?.[0].length ?? 1;
    marks.push({ from, to: Math.min(whole.length, from + rest), look: problemLook });
  }
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to, look } of marks.toSorted((a, b) => a.from - b.from || b.to - a.to))
    builder.add(from, to, look);
  return builder.finish();
}
