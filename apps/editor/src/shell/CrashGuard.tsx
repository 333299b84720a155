import { Component, type ErrorInfo, type ReactNode } from 'react';
import { CrashReport } from './CrashReport.tsx';

type CrashGuardProps = {
  children: ReactNode;
  /** When it changes, the guard tries again: the path of the page. */
  resetKey: string;
};
type CrashGuardState = { error: unknown; stack: string; at: string; failed: boolean };

const calm: CrashGuardState = { error: null, stack: '', at: '', failed: false };

/** Catches what a page throws and shows it, so that nobody ever looks at a blank page. */
export class CrashGuard extends Component<CrashGuardProps, CrashGuardState> {
  override state: CrashGuardState = calm;

  static getDerivedStateFromError(error: unknown): Partial<CrashGuardState> {
    return { error, failed: true, at: new Date().toISOString() };
  }

  override componentDidCatch(_error: unknown, info: ErrorInfo): void {
    this.setState({ stack: info.componentStack ?? '' });
  }

  override componentDidUpdate(before: CrashGuardProps): void {
    if (this.state.failed && before.resetKey !== this.props.resetKey) this.setState(calm);
  }

  override render(): ReactNode {
    const { failed, error, stack, at } = this.state;
    if (!failed) return this.props.children;
    return <CrashReport error={error} componentStack={stack} at={at} onRetry={() => this.setState(calm)} />;
  }
}
