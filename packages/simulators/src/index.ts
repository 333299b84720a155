export type { Contact } from './people/contact.ts';
export { type FaultKind, type FaultRule, faultKinds } from './people/faults.ts';
export {
  createPeopleHandler,
  type JournalEntry,
  type PeopleControl,
  type PeopleHandler,
  type PeopleOptions,
} from './people/peopleHandler.ts';
export { type PeopleSimulator, startPeopleSimulator } from './people/peopleSimulator.ts';
export type { ContactEventType, SentEvent, WebhookRule } from './people/webhookDeliverer.ts';
export { createQuotaMeter, type QuotaMeter, type QuotaRule } from './quotaMeter.ts';
