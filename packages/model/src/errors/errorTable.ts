/** Title and remedy of an error code: one table for log, API, viewer and docs. */
export interface ErrorEntry {
  title: string;
  whatToDo: string;
  /** HTTP status when it is an answer of the API. */
  status?: number;
}

const api = {
  'request.invalid': {
    title: 'The request has a wrong field',
    whatToDo: 'Correct the field named in path.',
    status: 400,
  },
  'request.not-json': {
    title: 'The body is not JSON',
    whatToDo: 'Send valid JSON with content type application/json.',
    status: 400,
  },
  'request.too-large': { title: 'The body is too large', whatToDo: 'Send less at once.', status: 413 },
  'request.media-type': {
    title: 'This content type is not accepted here',
    whatToDo: 'Send the content type the contract names.',
    status: 415,
  },
  'request.foreign-origin': {
    title: 'The request came from another site',
    whatToDo: 'Open Syncline at its own address.',
    status: 403,
  },
  'request.unknown-host': {
    title: 'Syncline does not answer to this host name',
    whatToDo: 'Use its own address, or set SYNCLINE_PUBLIC_URL.',
    status: 421,
  },
  'route.unknown': {
    title: 'There is nothing at this address',
    whatToDo: 'See /api/openapi.json for what there is.',
    status: 404,
  },
  'route.method': {
    title: 'This address does not take that method',
    whatToDo: 'See /api/openapi.json for what it takes.',
    status: 405,
  },
  'auth.required': { title: 'Sign in first', whatToDo: 'Enter the owner password.', status: 401 },
  'auth.wrong': {
    title: 'The password is wrong',
    whatToDo: 'Try again; after five tries wait a minute.',
    status: 401,
  },
  'auth.slow-down': { title: 'Too many tries', whatToDo: 'Wait a minute, then try again.', status: 429 },
  'not-found': {
    title: 'It does not exist',
    whatToDo: 'It may have been deleted. Go back to the list.',
    status: 404,
  },
  'conflict.changed': {
    title: 'It was changed meanwhile',
    whatToDo: 'Load it again and repeat your change.',
    status: 409,
  },
  'conflict.in-use': {
    title: 'It is in use',
    whatToDo: 'Remove it from the flows named first.',
    status: 409,
  },
  'conflict.state': {
    title: 'This can no longer be done to it',
    whatToDo: 'Load it again to see how it stands.',
    status: 409,
  },
  'conflict.name': { title: 'This name is taken', whatToDo: 'Choose another name.', status: 409 },
  'flow.invalid': {
    title: 'The flow document has problems',
    whatToDo: 'Fix the fields listed under problems.',
    status: 422,
  },
  'flow.cursor-choice': {
    title: 'A source is asked something else than before',
    whatToDo: 'Say for each source named: keep its cursor, load everything again, or go on from now.',
    status: 409,
  },
  'flow.not-published': {
    title: 'The flow has no published version',
    whatToDo: 'Publish it first.',
    status: 409,
  },
  'flow.paused': { title: 'The flow is paused', whatToDo: 'Resume it first.', status: 409 },
  'connection.missing': {
    title: 'A connection is missing',
    whatToDo: 'Create it under Connections, or choose another one in the step.',
    status: 409,
  },
  'webhook.unknown': {
    title: 'No webhook has this address',
    whatToDo: 'Copy the address from the webhook step.',
    status: 404,
  },
  'webhook.unverified': {
    title: 'The signature does not fit',
    whatToDo: 'Check the secret on both sides.',
    status: 401,
  },
  'file.unsafe-path': {
    title: 'The file lies outside the data folder',
    whatToDo: 'Name a file inside the data folder, without "..".',
    status: 400,
  },
  'database.away': {
    title: 'The database does not answer',
    whatToDo: 'Nothing was lost. Send it again in some seconds.',
    status: 503,
  },
  'server.stopping': {
    title: 'The server is stopping',
    whatToDo: 'Send it again in some seconds.',
    status: 503,
  },
  internal: {
    title: 'Something broke inside Syncline',
    whatToDo: 'Try again. If it stays, report the id of this answer.',
    status: 500,
  },
} satisfies Record<string, ErrorEntry>;

const sync = {
  'source.unreachable': {
    title: 'The source does not answer',
    whatToDo: 'Syncline tries again by itself. Check that the system is up.',
  },
  'source.auth': {
    title: 'The source refused the sign-in',
    whatToDo: 'Renew the connection, then resume the flow.',
  },
  'source.rate-limited': {
    title: 'Held by the API limit of the source',
    whatToDo: 'Nothing: it goes on when the limit allows.',
  },
  'source.query': {
    title: 'The source refused the query',
    whatToDo: 'Correct the query or table of the step.',
  },
  'source.schema': {
    title: 'A field the flow reads is gone',
    whatToDo: 'Map the new field, publish, resume.',
  },
  'source.capture': {
    title: 'The source does not hand over its changes yet',
    whatToDo: 'Do at the source what the message says; Syncline looks again by itself.',
  },
  'source.bad-row': {
    title: 'A row could not be read',
    whatToDo: 'Correct the row in the source and run again.',
  },
  'source.bad-answer': {
    title: 'The source answered with something unreadable',
    whatToDo: 'Check address and page settings of the step.',
  },
  'source.no-key': {
    title: 'A record has no identity',
    whatToDo: 'Fill the key field in the source, or choose another key.',
  },
  'mapping.failed': {
    title: 'A field could not be converted',
    whatToDo: 'Correct the value, or change the step of that field.',
  },
  'mapping.required': {
    title: 'A required field is empty',
    whatToDo: 'Fill it in the source, set a fallback, or leave such records out.',
  },
  'mapping.expression': { title: 'An expression failed', whatToDo: 'Correct the expression of that field.' },
  'destination.unreachable': {
    title: 'The destination does not answer',
    whatToDo: 'Syncline tries again by itself. Check that the system is up.',
  },
  'destination.auth': {
    title: 'The destination refused the sign-in',
    whatToDo: 'Renew the connection, then resume the flow.',
  },
  'destination.permission': {
    title: 'The destination does not permit this',
    whatToDo: 'Grant the right named in the message, then resume the flow.',
  },
  'destination.rate-limited': {
    title: 'Held by the API limit of the destination',
    whatToDo: 'Nothing: it goes on when the limit allows.',
  },
  'destination.rejected': {
    title: 'The destination refused the record',
    whatToDo: 'Correct the field named in the message.',
  },
  'destination.duplicate': {
    title: 'Another record has this value already',
    whatToDo: 'Find the two records and keep one value.',
  },
  'destination.ambiguous-match': {
    title: 'Several records there fit this one',
    whatToDo: 'Merge them there, or edit this record so that it fits one of them. Then run it once more.',
  },
  'destination.schema': {
    title: 'Destination and mapping do not fit any more',
    whatToDo: 'Map the changed field, publish, resume.',
  },
  'destination.bad-answer': {
    title: 'The destination answered with something unreadable',
    whatToDo: 'Check the address of the step.',
  },
  'destination.server': {
    title: 'The destination had an error',
    whatToDo: 'Syncline tries again by itself.',
  },
  'destination.in-flight': {
    title: 'An earlier write of the record may still arrive',
    whatToDo: 'Syncline waits for some seconds and goes on by itself.',
  },
  'destination.unknown': {
    title: 'It is not known whether the write happened',
    whatToDo: 'Look the record up in the destination, then replay or ignore it.',
  },
  'link.conflict': {
    title: 'Both sides changed the same field',
    whatToDo:
      'Set it to one value on both sides. Or run the record again: the value it has in the record, edited or not, then goes to both.',
  },
  'link.oscillating': {
    title: 'Two systems keep correcting each other',
    whatToDo:
      'Find what changes the record back on either side and end it. Then run the record again: until then nothing of it is written.',
  },
  'file.overtaken': {
    title: 'Another run began this file anew',
    whatToDo: 'Run the flow again. Should several flows or steps write this file, give each its own.',
  },
  'file.changed': {
    title: 'The unfinished file was changed from outside',
    whatToDo: 'Run the flow again, and leave its hidden files alone.',
  },
  'record.too-large': { title: 'The record is too large', whatToDo: 'Make it smaller than 1 MiB.' },
  'run.budget': { title: 'Too many records failed', whatToDo: 'Look at the causes, fix them, resume.' },
  'run.mass-delete': {
    title: 'It was about to delete a large part of the records',
    whatToDo:
      'Check the source. Then let this run delete them, or end it: nothing is deleted before you decide.',
  },
  'run.retries': { title: 'It failed too often', whatToDo: 'Fix the cause, resume.' },
  'run.internal': {
    title: 'Something broke inside Syncline',
    whatToDo: 'Resume. If it stays, report the run id.',
  },
  'run.overlap': {
    title: 'The earlier run was still going on',
    whatToDo: 'Nothing, or choose another overlap rule.',
  },
  'egress.refused': {
    title: 'This address may not be called',
    whatToDo: 'Use a public address, or allow it with SYNCLINE_EGRESS_ALLOW.',
  },
  'connection.config': {
    title: 'The connection is not filled in rightly',
    whatToDo: 'Correct the field named in the message.',
  },
} satisfies Record<string, ErrorEntry>;

export const errorTable: Readonly<Record<string, ErrorEntry>> = { ...api, ...sync };

export type ApiErrorCode = keyof typeof api;
export type SyncErrorCode = keyof typeof sync;

/** @example describeError('not-found').title // 'It does not exist' */
export function describeError(code: string): ErrorEntry {
  return (Object.hasOwn(errorTable, code) ? errorTable[code] : undefined) ?? api.internal;
}
