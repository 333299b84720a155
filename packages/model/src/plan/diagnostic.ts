import * as z from 'zod';

/** One thing the compiler has to say. It always names the place and the remedy. */
export const diagnosticSchema = z.object({
  severity: z.enum(['error', 'warning']),
  /** Stable, for tests and links: `mapping.required-field-unmapped`. */
  code: z.string(),
  /** Node name; absent when the whole flow is meant. */
  node: z.string().optional(),
  port: z.string().optional(),
  /** Path into the node's config: `fields.3.from`, `cron`. */
  path: z.string().optional(),
  /** Field of the record that is meant: `email`. */
  field: z.string().optional(),
  /** What is: "consent has no value". */
  title: z.string(),
  /** What to do: "Map a field to it, or set a value." */
  whatToDo: z.string(),
});
export type Diagnostic = z.infer<typeof diagnosticSchema>;
