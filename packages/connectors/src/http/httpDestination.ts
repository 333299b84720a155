import { type Destination, type FieldSchema, openSchema } from '@syncline/model';
import { readHttpConnection } from './connection.ts';
import { findMatches } from './findMatches.ts';
import { sendBatch } from './sendBatch.ts';
import { batchSizeOf, deliveryOf, sendConfigSchema } from './sendNode.ts';
import { fieldsOf } from './template.ts';

/** Writes to any JSON API. */
export const httpDestination: Destination = {
  async delivery(_context, config) {
    return deliveryOf(sendConfigSchema.parse(config));
  },

  batchSize: (config) => batchSizeOf(sendConfigSchema.parse(config)),

  async write(context, request) {
    const connection = readHttpConnection(context.connection);
    const config = sendConfigSchema.parse(request.config);
    return sendBatch({ context, connection, config }, request.batch);
  },

  matches: (config) => sendConfigSchema.parse(config).match === 'search',

  async match(context, request) {
    const connection = readHttpConnection(context.connection);
    const config = sendConfigSchema.parse(request.config);
    return findMatches({ context, connection, config }, request.batch);
  },

  /** The API says nothing of its fields; those the path needs are known. */
  async describe(_context, config) {
    const { path } = sendConfigSchema.parse(config);
    const names = [...new Set(fieldsOf(path).filter((field) => !field.startsWith('$')))];
    const fields: FieldSchema[] = names.map((name) => ({
      name,
      type: 'text',
      nullable: false,
      required: true,
    }));
    return { ...openSchema, fields };
  },
};
