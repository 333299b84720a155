import { type KindProps, useForm } from '../../forms/formContext.ts';
import { useStepConfig } from '../useStep.ts';
import { ConditionBuilder } from './ConditionBuilder.tsx';

/** The condition of a filter. */
export default function ConditionField({ field, value, path }: KindProps) {
  const { nodeName = '', errors } = useForm();
  const { config, setConfig } = useStepConfig(nodeName);
  const own = Object.hasOwn(errors, path) ? errors[path] : undefined;
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 font-medium">{field.title}</legend>
      <ConditionBuilder
        name={nodeName}
        value={value}
        path={path}
        errors={errors}
        verb="pass"
        onChange={(condition, key) =>
          setConfig({ ...config, [field.name]: condition }, key && `${path}.${key}`)
        }
      />
      {own && (
        <p role="alert" className="text-xs text-failed">
          {own}
        </p>
      )}
      {field.description && <p className="text-xs text-ink-3">{field.description}</p>}
    </fieldset>
  );
}
