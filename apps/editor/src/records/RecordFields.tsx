import { joinClasses } from '../parts/classes.ts';
import { Icon } from '../parts/Icon.tsx';
import { statusGlyphs } from '../parts/Status.tsx';
import { fieldsOf, fieldValue, isBlank } from './fieldValue.ts';

type RecordFieldsProps = {
  record: unknown;
  /** The field at fault. Shown even when the record does not have it. */
  failing?: string | null | undefined;
  /** What is wrong with it, said under the value. */
  because?: string | undefined;
};

/** A record, one field a line; the field at fault is marked. */
export function RecordFields({ record, failing, because }: RecordFieldsProps) {
  if (typeof record === 'string')
    return <pre className="overflow-x-auto font-mono text-xs whitespace-pre-wrap text-ink-2">{record}</pre>;
  const fields = fieldsOf(record);
  const all: typeof fields =
    failing && !fields.some(([name]) => name === failing) ? [[failing, undefined], ...fields] : fields;
  return (
    <dl className="-mx-2 text-xs">
      {all.map(([name, value]) => (
        <div
          key={name}
          className={joinClasses(
            'grid grid-cols-[minmax(88px,148px)_minmax(0,1fr)] gap-x-3 rounded-sm px-2 py-1 font-mono',
            name === failing && 'bg-failed-soft',
          )}
        >
          <dt
            className={joinClasses('truncate', name === failing ? 'text-failed' : 'text-ink-3')}
            title={name}
          >
            {name}
          </dt>
          <dd className="min-w-0 wrap-anywhere">
            <span className={isBlank(value) && name !== failing ? 'text-ink-3' : undefined}>
              {fieldValue(value)}
            </span>
            {name === failing && (
              <span className="mt-0.5 flex items-start gap-1 font-sans text-failed">
                <Icon of={statusGlyphs.failed} size="xs" className="mt-0.5" />
                {because ?? 'This is the field at fault'}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
