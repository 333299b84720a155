import { urlText } from '../../urlState.ts';

/** What of this page is in its address: what is looked for, in which flow, and which place is opened. */
export const recordFields = { q: urlText(), flow: urlText(), destination: urlText(), key: urlText() };
