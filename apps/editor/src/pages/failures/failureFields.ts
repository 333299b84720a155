import { urlChoice, urlFlag, urlText } from '../../urlState.ts';

/** What of this page is in its address. */
export const failureFields = {
  tab: urlChoice(['failed', 'doubt', 'gone', 'ignored']),
  /** The records of one cause are shown. */
  open: urlFlag(),
  flow: urlText(),
  step: urlText(),
  code: urlText(),
  field: urlText(),
};
export type FailureTab = ReturnType<typeof failureFields.tab.read>;
