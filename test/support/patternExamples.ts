import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOME } from './sourcePatterns.js';

/** What one alternative of a pattern must match, and what it must not. */
export interface Example {
  /** Line in the file of examples, counted from 1. */
  readonly line: number;
  /** As it is written in the source: `第${NUMERAL}条`. */
  readonly alternative: string;
  readonly catches: string;
  /** Near to what is matched, and yet not. */
  readonly misses: string;
}

export interface Examples {
  /** By the name of the pattern, with the line of its heading. */
  readonly patterns: ReadonlyMap<string, { readonly line: number; readonly rows: readonly Example[] }>;
  /** Lines that are no heading and have not three columns, headings that stand twice. */
  readonly faults: readonly string[];
}

/**
 * Reads a file of examples: a heading `# NAME` for each pattern, below it a row for each alternative, of three columns
 * parted by a tab: the alternative, a line that it must match, a line that it must not. Empty lines say nothing.
 */
export function readExamples(file: string): Examples {
  const patterns = new Map<string, { line: number; rows: Example[] }>();
  const faults: string[] = [];
  let rows: Example[] | undefined;
  for (const [at, text] of readFileSync(join(HOME, file), 'utf8').split('\n').entries()) {
    const line = at + 1;
    const columns = text.split('\t');
    if (text.trim() === '') continue;
    if (text.startsWith('# ')) {
      const name = text.slice(2).trim();
      if (patterns.has(name)) faults.push(`${file}:${line} ${name}: this heading stands twice`);
      rows = [];
      patterns.set(name, { line, rows });
    } else if (columns.length !== 3 || columns.includes('') || !rows) {
      faults.push(
        `${file}:${line} write an alternative, a line that it catches and one that it misses, parted by tabs`,
      );
    } else {
      rows.push({ line, alternative: columns[0]!, catches: columns[1]!, misses: columns[2]! });
    }
  }
  return { patterns, faults };
}
