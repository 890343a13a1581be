import { readFileSync } from 'node:fs';
import type { Frame } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core'), 'utf8');
/** WCAG 2.2, levels A and AA. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The ids of the rules a page breaks, none twice. Evaluated over the debugger, past the page's own policy. */
export async function violationsOf(frame: Pick<Frame, 'evaluate'>): Promise<string[]> {
  await frame.evaluate(AXE);
  return frame.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string }[] }> };
    };
    return (await axe.run({ runOnly: tags })).violations.map(({ id }) => id);
  }, TAGS);
}
