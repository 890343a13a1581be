import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const HOME = join(__dirname, '..');
/** The rooms in the order the data walks through them; a room may use itself and those before it. */
const ROOMS = ['indexer', 'dialogs', 'bot'] as const;

const filesIn = (folder: string): string[] =>
  readdirSync(join(HOME, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesIn(join(folder, entry.name))
      : entry.name.endsWith('.ts')
        ? [join(folder, entry.name)]
        : [],
  );
const textOf = (file: string) => readFileSync(join(HOME, file), 'utf8');
const importsOf = (file: string) =>
  [...textOf(file).matchAll(/(?:from|require\(|import\()\s*'([^']+)'/g)].map(([, path]) => path!);
const files = ROOMS.flatMap(filesIn);

describe('the data flows one way', () => {
  it.each(files)('%s looks into no room after its own', (file) => {
    const own = ROOMS.findIndex((room) => file.startsWith(room));
    const rooms = importsOf(file)
      .filter((path) => path.startsWith('.'))
      .map((path) => relative(HOME, join(HOME, dirname(file), path)).split('/')[0]!);
    expect(rooms.filter((room) => ROOMS.indexOf(room as (typeof ROOMS)[number]) > own || room === 'test')).toEqual([]);
  });

  it('Bot Framework and restify are known in bot/ and where the dialogs meet the turn', () => {
    const know = files.filter((file) =>
      importsOf(file).some((path) => /^(botbuilder|botframework|restify)/.test(path)),
    );
    expect(know.filter((file) => !/^(bot|dialogs\/turn)\//.test(file))).toEqual([]);
  });

  it.each([
    ['minisearch', ['indexer/searchIndex.ts']],
    ['nodejieba', ['indexer/segment.ts']],
    // Its dictionary serves by itself: how common a word is.
    ['@node-rs/jieba', ['indexer/wordFrequency.ts', 'indexer/segment.ts']],
  ])('%s stands behind one door', (library, doors) => {
    expect(files.filter((file) => importsOf(file).some((path) => path.startsWith(library)))).toEqual(doors);
  });

  it('the corpus holds no code', () => {
    expect(filesIn('corpus')).toEqual([]);
  });

  it('the environment is read where the bot starts and nowhere else', () => {
    const readers = files.filter((file) => /process\.env/.test(textOf(file)));
    expect(readers).toEqual(['bot/configuration.ts']);
  });

  it('what the bot says in Chinese stands in one file', () => {
    const speaks = filesIn('dialogs').filter((file) =>
      /(['"`])[^'"`\n]*[，。！？][^'"`\n]*\1/.test(
        textOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*|\/(?:[^/\n\\]|\\.)+\//g, ''),
      ),
    );
    expect(speaks.filter((file) => file !== 'dialogs/wording.ts')).toEqual([]);
  });
});
