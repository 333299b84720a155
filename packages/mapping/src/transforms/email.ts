import { normaliseEmail } from '../conversion/email.ts';
import { textStep } from './textStep.ts';
import { defineTransform } from './transform.ts';

/** The normal form of an e-mail address; anything else fails. */
export const email = defineTransform({
  name: 'email',
  label: () => 'clean e-mail',
  takes: ['text', 'enum', 'email', 'json'],
  gives: () => 'email',
  compile: () => textStep(normaliseEmail),
});
