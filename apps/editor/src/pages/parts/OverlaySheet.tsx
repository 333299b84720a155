import { Copy, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx';
import { ContextMenu } from '../../parts/ContextMenu.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { Field } from '../../parts/Field.tsx';
import { Menu } from '../../parts/Menu.tsx';
import type { MenuEntry } from '../../parts/MenuEntries.tsx';
import { Popover } from '../../parts/Popover.tsx';
import { SplitPane } from '../../parts/SplitPane.tsx';
import { TextInput } from '../../parts/TextInput.tsx';
import { Tooltip } from '../../parts/Tooltip.tsx';
import { showToast } from '../../parts/toast.ts';
import { SheetSection } from './SheetSection.tsx';

const nothing = () => {};
const entries: MenuEntry[] = [
  { heading: 'Step' },
  { label: 'Rename', icon: Pencil, keys: 'F2', onSelect: nothing },
  { label: 'Duplicate', icon: Copy, keys: 'd', onSelect: nothing },
  { label: 'Test step', hint: 'Map it first', disabled: true, onSelect: nothing },
  { label: 'Keep in view', checked: true, onSelect: nothing },
  'separator',
  { label: 'Delete step', icon: Trash2, danger: true, onSelect: nothing },
];

export function OverlaySheet() {
  const [dialog, setDialog] = useState<'none' | 'rename' | 'delete'>('none');
  const close = () => setDialog('none');
  return (
    <SheetSection title="What opens, what is sized">
      <div className="flex flex-wrap items-center gap-2.5">
        <Button onClick={() => setDialog('rename')}>Dialog</Button>
        <Button kind="danger" onClick={() => setDialog('delete')}>
          Delete flow
        </Button>
        <Menu entries={entries} align="start" trigger={<Button>Menu</Button>} />
        <Popover label="Filter by flow" trigger={<Button>Popover</Button>} className="w-64">
          <Field label="Flow">
            <TextInput placeholder="Name of a flow" />
          </Field>
        </Popover>
        <Tooltip words="Lays the steps out in reading order" keys="Shift+t">
          <Button>Tooltip</Button>
        </Tooltip>
        <Button
          onClick={() =>
            showToast({
              title: 'Published version 15',
              detail: 'Three flows use its connection',
              action: { label: 'Open', run: nothing },
            })
          }
        >
          Toast
        </Button>
        <Button
          onClick={() =>
            showToast({ title: 'Not published', detail: 'consent has no value', kind: 'failed' })
          }
        >
          Failed toast
        </Button>
        <ContextMenu entries={entries}>
          <span className="rounded-md border border-dashed border-line-strong px-3 py-1 text-xs text-ink-2">
            Right click here
          </span>
        </ContextMenu>
      </div>
      <div className="mt-3.5 h-28 overflow-hidden rounded-lg border border-line">
        <SplitPane
          label="Size of the right pane"
          direction="columns"
          fixed="second"
          initial={160}
          min={80}
          max={240}
          first={<p className="p-3 text-ink-2">Canvas</p>}
          second={<p className="h-full bg-panel p-3 text-ink-2">Inspector</p>}
        />
      </div>
      <Dialog
        open={dialog === 'rename'}
        onClose={close}
        title="Rename this flow"
        description="Runs and alerts show the new name from now on."
        size="sm"
        actions={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button kind="primary" onClick={close}>
              Rename
            </Button>
          </>
        }
      >
        <Field label="Name" required>
          <TextInput defaultValue="Shop customers to mailing list" />
        </Field>
      </Dialog>
      <ConfirmDialog
        open={dialog === 'delete'}
        onClose={close}
        title="Delete this flow?"
        goes={['14 versions and the draft', 'The history of 1,204 runs']}
        stays={['The records in Shopify and Mailchimp', 'Both connections']}
        confirmLabel="Delete flow"
        onConfirm={close}
      />
    </SheetSection>
  );
}
