import { useEffect, useState } from 'react';
import { useOpenFlow } from '../flow/FlowContext.tsx';

type StepTitleProps = { name: string; title: string };

/** The title, edited where it stands. Enter keeps, Escape takes back. */
export function StepTitle({ name, title }: StepTitleProps) {
  const { doc } = useOpenFlow();
  const [text, setText] = useState(title);
  useEffect(() => setText(title), [title]);
  const keep = () => {
    const wanted = text.trim();
    if (wanted === '' || wanted === title) setText(title);
    else doc.getState().setTitle(name, wanted.slice(0, 120));
  };
  return (
    <input
      aria-label="Title of this step"
      value={text}
      maxLength={120}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          event.stopPropagation();
          setText(title);
        }
      }}
      className="-mx-1 h-6 w-full min-w-0 truncate rounded-sm bg-transparent px-1 text-md font-semibold tracking-[-.01em] hover:bg-hover focus:bg-panel"
    />
  );
}
