import { readdirSync, readFileSync } from 'node:fs';
import { type Template, templateSchema } from '@syncline/model';
import * as z from 'zod';

const folder = new URL('../templates/', import.meta.url);
const samples = new URL('../samples/', import.meta.url);

/** On disk a shipped template names its sample files; their text is laid beside it, where a person can open it. */
const onDiskSchema = z.looseObject({ sampleFiles: z.array(z.string()).default([]) });

let loaded: readonly Template[] | undefined;

/**
 * The shipped templates in order of their file names, parsed once.
 *
 * @throws ZodError when a shipped file is not a template; a test holds that none is.
 */
export function loadTemplates(): readonly Template[] {
  loaded ??= readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map(readTemplate);
  return loaded;
}

function readTemplate(name: string): Template {
  const { sampleFiles, ...rest } = onDiskSchema.parse(
    JSON.parse(readFileSync(new URL(name, folder), 'utf8')),
  );
  const files = Object.fromEntries(
    sampleFiles.map((file) => [file, readFileSync(new URL(file, samples), 'utf8')]),
  );
  return templateSchema.parse(sampleFiles.length > 0 ? { ...rest, files } : rest);
}
