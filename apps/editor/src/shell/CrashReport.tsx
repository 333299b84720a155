import { Button } from '../parts/Button.tsx';
import { CodeBlock } from '../parts/CodeBlock.tsx';

type CrashReportProps = { error: unknown; componentStack: string; at: string; onRetry: () => void };

/** What a page that broke leaves behind: what is safe, a code, and a detail to copy into a report. */
export function CrashReport({ error, componentStack, at, onRetry }: CrashReportProps) {
  const notLoaded = isLoadFailure(error);
  const code = notLoaded ? 'page.not-loaded' : 'page.broke';
  return (
    <div role="alert" className="flex max-w-205 flex-col items-start gap-2 px-4 py-12 wide:px-16">
      <h1 className="text-xl tracking-[-.015em]">
        {notLoaded ? 'This page could not be loaded' : 'This page broke'}
      </h1>
      <p className="max-w-[60ch] text-ink-2">
        {notLoaded
          ? 'The server did not send it. It may be away, or a newer version was installed meanwhile. Reloading fetches that.'
          : 'Flows and runs go on without it: they are worked on by the server. Try again, or reload. If it breaks once more, the detail below says where.'}{' '}
        <span className="font-mono text-xs text-ink-3">{code}</span>
      </p>
      <div className="flex gap-2 pt-2 pb-3">
        <Button kind="primary" onClick={() => window.location.reload()}>
          Reload
        </Button>
        {/* A failed import is remembered by the browser, so trying again without a reload cannot help there. */}
        {!notLoaded && <Button onClick={onRetry}>Try again</Button>}
      </div>
      <div className="w-full">
        <CodeBlock label="Detail" code={describeCrash(error, componentStack, code, at)} />
      </div>
    </div>
  );
}

function isLoadFailure(error: unknown): boolean {
  return (
    error instanceof Error &&
    /dynamically imported module|module script failed|preload CSS/i.test(error.message)
  );
}

function describeCrash(error: unknown, componentStack: string, code: string, at: string): string {
  const reason = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
  return [
    `${code} at ${at}`,
    `page ${window.location.pathname}`,
    `browser ${navigator.userAgent}`,
    '',
    reason,
    componentStack && `\nin${componentStack}`,
  ]
    .join('\n')
    .trimEnd();
}
