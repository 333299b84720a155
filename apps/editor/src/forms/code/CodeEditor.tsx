import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderText } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { joinClasses } from '../../parts/classes.ts';
import { useFieldProps } from '../../parts/Field.tsx';
import { type CodeLanguage, colourTokens } from './colourTokens.ts';
import { type Completion, completeFrom } from './completeFrom.ts';
import { editorTheme } from './editorTheme.ts';

type CodeEditorProps = {
  value: string;
  onChange: (value: string) => void;
  label: string;
  language: CodeLanguage;
  completions: readonly Completion[];
  placeholder?: string | undefined;
  /** Character the problem is at; drawn as a wavy line to the end of the word. */
  problemAt?: number | undefined;
  autoFocus?: boolean;
  invalid?: boolean;
};

/** The text editor: colours, completion, brackets, undo of its own. Tab leaves it, as every other field. */
export default function CodeEditor({
  value,
  onChange,
  label,
  language,
  completions,
  placeholder,
  problemAt,
  autoFocus,
  invalid,
}: CodeEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ onChange, completions, problemAt });
  latest.current = { onChange, completions, problemAt };
  const fieldProps = useFieldProps();
  const attributes = useRef(new Compartment());
  const noteId = fieldProps['aria-describedby'];
  const marked = invalid || fieldProps['aria-invalid'];

  // The editor is made once; what changes later reaches it through the effects below.
  useEffect(() => {
    if (!box.current) return;
    const made = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          history(),
          bracketMatching(),
          closeBrackets(),
          completeFrom(() => latest.current.completions),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
          colourTokens(language, () => latest.current.problemAt),
          EditorView.lineWrapping,
          editorTheme,
          placeholder ? placeholderText(placeholder) : [],
          attributes.current.of([]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    if (autoFocus) made.focus();
    return () => made.destroy();
  }, []);

  useEffect(() => {
    view.current?.dispatch({
      effects: attributes.current.reconfigure(
        EditorView.contentAttributes.of({
          'aria-label': label,
          ...(fieldProps.id && { id: fieldProps.id }),
          ...(noteId && { 'aria-describedby': noteId }),
          ...(marked && { 'aria-invalid': 'true' }),
        }),
      ),
    });
  }, [label, fieldProps.id, noteId, marked]);

  useEffect(() => {
    const current = view.current;
    // Only what came from elsewhere (undo, another tab) is put in; putting back what was typed would move the cursor.
    if (!current || current.state.doc.toString() === value) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } });
  }, [value]);

  // An empty transaction draws the mark again when it moves.
  useEffect(() => view.current?.dispatch({}), [problemAt]);

  return (
    <div
      ref={box}
      className={joinClasses(
        'max-h-72 min-w-0 overflow-y-auto rounded-md border bg-panel focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus',
        marked ? 'border-failed-mark' : 'border-line-strong',
        language === 'expression' ? 'min-h-(--control)' : 'min-h-24',
      )}
    />
  );
}
