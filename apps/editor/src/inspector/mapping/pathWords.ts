import { formatPath, parsePath } from '@syncline/mapping';

/** A path as people say it: the name itself where there is only one. @example showPath('["Full Name"]') // 'Full Name' */
export function showPath(path: string): string {
  try {
    const [first, ...more] = parsePath(path);
    return more.length === 0 && typeof first === 'string' ? first : formatPath([first ?? '', ...more]);
  } catch {
    return path; // Half-typed: as it stands.
  }
}

/** One way of writing a path that can be written in two. @example plainPath('["Country"]') // 'Country' */
export function plainPath(path: string): string {
  try {
    return formatPath(parsePath(path));
  } catch {
    return path; // What can't be read equals only itself.
  }
}
