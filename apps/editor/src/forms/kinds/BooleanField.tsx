import { Switch } from '../../parts/Switch.tsx';
import type { KindProps } from '../formContext.ts';

/** Yes or no. */
export function BooleanField({ field, value, onChange }: KindProps) {
  return (
    <div>
      <Switch
        label={field.title}
        checked={typeof value === 'boolean' ? value : field.fallback === true}
        onChange={onChange}
      />
      {field.description && <p className="pl-10 text-xs text-ink-3">{field.description}</p>}
    </div>
  );
}
