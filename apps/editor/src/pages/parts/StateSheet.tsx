import { useState } from 'react';
import { Button } from '../../parts/Button.tsx';
import { Card } from '../../parts/Card.tsx';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { ErrorState } from '../../parts/ErrorState.tsx';
import { OfflineStrip } from '../../parts/OfflineStrip.tsx';
import { SkeletonRows } from '../../parts/SkeletonRows.tsx';
import { SheetSection } from './SheetSection.tsx';

export function StateSheet() {
  const [tries, setTries] = useState(4);
  return (
    <SheetSection title="Empty, error, loading, offline">
      <div className="grid gap-3.5 wide:grid-cols-3">
        <Card>
          <EmptyState title="No runs yet" action={<Button>Simulate a change</Button>}>
            This flow is live and listens to Shopify. Its first change will show here within seconds.
          </EmptyState>
        </Card>
        <Card>
          <ErrorState
            title="Salesforce refused the sign-in"
            code="SF-401"
            action={<Button>Sign in again</Button>}
          >
            The access was withdrawn on 21 Nov at 09:12. Changes are kept until you sign in again.
          </ErrorState>
        </Card>
        <Card className="justify-center">
          <SkeletonRows label="Reading run 8412" progress="10 of 40 MB" height="compact" />
        </Card>
      </div>
      <div className="mt-3.5 overflow-hidden rounded-lg">
        <OfflineStrip retryIn={tries} onRetry={() => setTries(8)} keepsEdits />
      </div>
    </SheetSection>
  );
}
