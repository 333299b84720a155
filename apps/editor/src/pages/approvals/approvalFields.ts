import { urlText } from '../../urlState.ts';

/** What of this page is in its address: the checkpoint, and the record that is looked at. */
export const approvalFields = { flow: urlText(), step: urlText(), record: urlText() };
