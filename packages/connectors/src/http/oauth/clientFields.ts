import * as z from 'zod';

const onlyHere = { auth: ['oauth'] };

/** How an app of ours proves itself where access tokens are given out. */
export const clientFields = {
  tokenUrl: z
    .string()
    .trim()
    .refine(
      isTokenUrl,
      'Write the whole address, such as https://id.example.com/oauth/token, without user or #.',
    )
    .optional()
    .meta({
      title: 'Token address',
      description: 'Where access tokens are given out. The client secret goes there and nowhere else.',
      ui: { order: 3, showIf: onlyHere, placeholder: 'https://id.example.com/oauth/token' },
    }),
  clientId: z
    .string()
    .trim()
    .optional()
    .meta({ title: 'Client id', ui: { order: 4, showIf: onlyHere } }),
  clientSecret: z
    .string()
    .optional()
    .meta({ title: 'Client secret', secret: true, ui: { widget: 'secret', order: 5, showIf: onlyHere } }),
  scope: z
    .string()
    .trim()
    .optional()
    .meta({
      title: 'Scope',
      description: 'The rights to ask for, with a space between them. Empty: those the app has.',
      ui: { order: 5, showIf: onlyHere, placeholder: 'contacts.read contacts.write' },
    }),
  clientAuth: z
    .enum(['basic', 'body'])
    .default('basic')
    .meta({
      title: 'Sign-in of the app',
      description:
        'basic: id and secret go in a header, which most systems take. body: id and secret go in the body of the call.',
      ui: { order: 6, showIf: onlyHere, advanced: true },
    }),
};

function isTokenUrl(text: string): boolean {
  try {
    const url = new URL(text);
    const plain = !url.username && !url.password && !text.includes('#');
    return plain && (url.protocol === 'http:' || url.protocol === 'https:');
  } catch {
    return false;
  }
}
