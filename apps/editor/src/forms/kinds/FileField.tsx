import { systemRoutes } from 'virtual:contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { type DragEvent, useId, useMemo, useState } from 'react';
import { ApiProblem, call, uploadFile } from '../../api/client.ts';
import { buttonClasses } from '../../parts/Button.tsx';
import { joinClasses } from '../../parts/classes.ts';
import { formatBytes, formatShare } from '../../parts/format.ts';
import { Icon } from '../../parts/Icon.tsx';
import { ProgressLine } from '../../parts/ProgressLine.tsx';
import { FieldPicker } from '../FieldPicker.tsx';
import { type KindProps, useForm } from '../formContext.ts';

/** A file of the data folder: chosen, or brought here from this computer. */
export function FileField({ field, value, onChange }: KindProps) {
  const { filesInUse } = useForm();
  const inputId = useId();
  const cache = useQueryClient();
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const files = useQuery({
    queryKey: ['files'],
    queryFn: ({ signal }) => call(systemRoutes.listFiles, { signal }),
  });
  const options = useMemo(
    () =>
      (files.data?.items ?? []).map(({ name, bytes }) => ({
        value: name,
        hint: filesInUse?.includes(name) ? `${formatBytes(bytes)}, in use` : formatBytes(bytes),
      })),
    [files.data, filesInUse],
  );

  const send = async (file: File | undefined) => {
    if (!file) return;
    setProblem(null);
    setSending({ name: file.name, share: 0 });
    try {
      await uploadFile(file.name, file, (share) => setSending({ name: file.name, share }));
      onChange(file.name);
      await cache.invalidateQueries({ queryKey: ['files'] });
    } catch (error) {
      setProblem(
        error instanceof ApiProblem
          ? `${error.problem.title}. ${error.problem.whatToDo}`
          : 'The server does not answer. The file was not taken; try again.',
      );
    } finally {
      setSending(null);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files[0]);
  };

  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <FieldPicker
        value={typeof value === 'string' ? value : ''}
        options={options}
        placeholder={field.ui.placeholder ?? 'Choose a file'}
        onChange={onChange}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={joinClasses(
          'flex min-h-11 flex-wrap items-center gap-2 rounded-md border border-dashed px-2.5 py-1.5 text-xs text-ink-3',
          over ? 'border-accent-line bg-accent-soft' : 'border-line-strong',
        )}
      >
        {sending ? (
          <div className="flex w-full flex-col gap-1" role="status">
            <span>
              Sending {sending.name}, {formatShare(sending.share)}
            </span>
            <ProgressLine look="meter" label={`Sending ${sending.name}`} value={sending.share} max={1} />
          </div>
        ) : (
          <>
            <label
              htmlFor={inputId}
              className={joinClasses(
                buttonClasses('plain', 'sm'),
                'has-focus-visible:outline-2 has-focus-visible:outline-focus',
              )}
            >
              <Icon of={Upload} size="sm" />
              Upload a file
              <input
                id={inputId}
                type="file"
                aria-label="Upload a file"
                className="sr-only"
                onChange={(event) => void send(event.target.files?.[0])}
              />
            </label>
            or drop it here
          </>
        )}
      </div>
      {problem && (
        <p role="alert" className="text-xs text-failed">
          {problem}
        </p>
      )}
      {files.error && !problem && (
        <p className="text-xs text-ink-3">
          The list of files can not be read. A name can be typed all the same.
        </p>
      )}
    </div>
  );
}
