import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SpecCase {
  /** The prose above the block: it is the name of the test. */
  readonly says: string;
  readonly input: string;
  readonly expected: string;
}

/** Reads a spec file under `test/`: prose, then a fenced block of input, a line `.`, expected output. */
export function specCases(path: string): SpecCase[] {
  const text = readFileSync(join(__dirname, '..', path), 'utf8');
  return [...text.matchAll(/([^`]+?)\n+```\n(.*?)^\.\n(.*?)^```$/gms)].map(([, says, input, expected]) => ({
    says: says!.trim().replaceAll('\n', ' '),
    input: input!,
    expected: expected!,
  }));
}
