import { flowRoutes } from 'virtual:contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { call } from '../../api/client.ts';
import { useOpenFlow } from '../../flow/FlowContext.tsx';
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx';
import { countOf } from '../../parts/format.ts';
import { showToast } from '../../parts/toast.ts';
import { useFlowFacts, useSession } from './session.tsx';

/** Asks before the flow goes for good. */
export function DeleteDialog() {
  const { flowId, doc } = useOpenFlow();
  const { autosave, state } = useSession();
  const flow = useFlowFacts();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const remove = useMutation({
    mutationFn: () => call(flowRoutes.deleteFlow, { params: { id: flowId } }),
    onSuccess: () => {
      autosave.stop();
      void queries.invalidateQueries({ queryKey: ['flows'] });
      navigate('/flows');
      showToast({ title: `Deleted ${doc.getState().document.name}` });
    },
  });
  const versions =
    flow.version === null ? 'The draft' : `The draft and ${countOf(flow.version, 'published version')}`;
  return (
    <ConfirmDialog
      open
      onClose={() => state.setState({ dialog: null })}
      title="Delete this flow?"
      goes={[versions, 'Its run history, logs and failed records', 'Its webhook addresses']}
      stays={['The records in the systems it wrote to', 'Connections and files']}
      confirmLabel="Delete flow"
      onConfirm={() => remove.mutate()}
      busy={remove.isPending ? 'Deleting' : undefined}
      error={remove.error?.message}
    />
  );
}
