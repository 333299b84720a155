import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './IconButton.tsx';

type CodeBlockProps = {
  code: string;
  /** What it is: "Request to Mailchimp". */
  label: string;
};

/** Text to read and copy as it is. Long lines scroll inside. */
export function CodeBlock({ code, label }: CodeBlockProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <figure aria-label={label} className="relative min-w-0 rounded-md border border-line bg-sunken">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-80 overflow-auto py-2.5 pr-10 pl-3 font-mono text-xs leading-4.5"
      >
        <code>{code}</code>
      </pre>
      <IconButton
        icon={copied ? Check : Copy}
        label={copied ? 'Copied' : `Copy ${label.toLowerCase()}`}
        size="sm"
        onClick={() => void copy()}
        className="absolute top-1 right-1 bg-sunken"
      />
    </figure>
  );
}
