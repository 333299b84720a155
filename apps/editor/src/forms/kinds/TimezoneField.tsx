import { Combobox } from '../../parts/Combobox.tsx';
import type { Option } from '../../parts/Select.tsx';
import type { KindProps } from '../formContext.ts';

let zones: readonly Option[] | undefined;

/** Read once: the list has over four hundred names. UTC is not among them in every browser. */
function zoneOptions(): readonly Option[] {
  zones ??= [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map((zone) => ({
    value: zone,
    label: zone.replaceAll('_', ' '),
  }));
  return zones;
}

/** A time zone by name, found by typing. */
export function TimezoneField({ field, value, onChange }: KindProps) {
  const held = typeof value === 'string' ? value : typeof field.fallback === 'string' ? field.fallback : null;
  const known = zoneOptions();
  const options =
    held === null || known.some((zone) => zone.value === held)
      ? known
      : [{ value: held, label: held }, ...known];
  return (
    <Combobox
      value={held}
      options={options}
      searchHint="City or region"
      emptyText="No zone has this name. Try the next large city."
      onChange={onChange}
    />
  );
}
