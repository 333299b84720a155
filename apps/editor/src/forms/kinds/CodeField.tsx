import CodeEditor from '../code/CodeEditor.tsx';
import type { KindProps } from '../formContext.ts';
import { useForm } from '../formContext.ts';

/** Several lines of text: a query, a body template. */
export default function CodeField({ field, value, onChange }: KindProps) {
  const { fields } = useForm();
  return (
    <CodeEditor
      value={typeof value === 'string' ? value : ''}
      label={field.title}
      language={field.name === 'query' ? 'sql' : 'template'}
      completions={(fields ?? []).map(({ value: label }) => ({ label }))}
      placeholder={field.ui.placeholder}
      onChange={onChange}
    />
  );
}
