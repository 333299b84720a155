import { Command } from 'cmdk';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Popover } from '../../parts/Popover.tsx';
import { type StepForm, stepForms } from './stepForms.ts';

const groups = ['Text', 'Numbers and dates', 'Lists', 'Missing values', 'Known values'] as const;
const all = Object.entries(stepForms);

/** Every step there is, in plain words, found by typing. */
export function StepPalette({ onChoose }: { onChoose: (form: StepForm) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Steps"
      open={open}
      onOpenChange={setOpen}
      className="w-80 p-0!"
      trigger={
        <Button size="sm" icon={Plus} className="self-start">
          Add a change
        </Button>
      }
    >
      <Command label="Find a change">
        <Command.Input
          placeholder="Trim, date, join"
          className="h-9 w-full border-b border-line bg-transparent px-3 outline-none"
        />
        <Command.List className="max-h-72 overflow-y-auto p-1">
          <Command.Empty className="px-2 py-3 text-xs text-ink-3">
            No change is called so. An expression can do the rest.
          </Command.Empty>
          {groups.map((group) => (
            <Command.Group
              key={group}
              heading={group}
              className="**:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:pt-1.5 **:[[cmdk-group-heading]]:pb-0.5 **:[[cmdk-group-heading]]:text-2xs **:[[cmdk-group-heading]]:font-medium **:[[cmdk-group-heading]]:text-ink-3"
            >
              {all
                .filter(([, form]) => form.group === group)
                .map(([name, form]) => (
                  <Command.Item
                    key={name}
                    value={name}
                    keywords={[form.title, form.doc]}
                    onSelect={() => {
                      setOpen(false);
                      onChoose(form);
                    }}
                    className="flex min-h-(--row-compact) cursor-default items-baseline gap-2 rounded-sm px-2 py-1 select-none data-[selected=true]:bg-hover"
                  >
                    <span className="font-medium whitespace-nowrap">{form.title}</span>
                    <span className="min-w-0 truncate text-xs text-ink-3">{form.doc}</span>
                  </Command.Item>
                ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Popover>
  );
}
