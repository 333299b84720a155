import * as z from 'zod';
import { pathProblem } from '../json/valuePath.ts';
import { isRelativePath } from './connection.ts';
import { parseTemplate } from './template.ts';

/** The way to a value inside an answer. */
export const valuePathSchema = z.string().superRefine((path, context) => {
  const problem = pathProblem(path);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

/** A path below the connection's address, with places for fields. */
export const pathTemplateSchema = z.string().superRefine((template, context) => {
  const parts = parseTemplate(template);
  const message =
    typeof parts === 'string'
      ? parts
      : isRelativePath(template.replace(/\{\{[^}]*\}\}/g, 'x'))
        ? null
        : 'Write a path below the address of the connection, such as /contacts/{{email}}.';
  if (message) context.addIssue({ code: 'custom', message });
});
